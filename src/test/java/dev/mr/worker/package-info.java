@NullMarked
package dev.mr.worker;

import org.jspecify.annotations.NullMarked;
