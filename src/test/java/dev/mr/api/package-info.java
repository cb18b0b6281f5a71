@NullMarked
package dev.mr.api;

import org.jspecify.annotations.NullMarked;
