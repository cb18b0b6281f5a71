@NullMarked
package dev.mr.cli;

import org.jspecify.annotations.NullMarked;
