@NullMarked
package dev.mr.chunk;

import org.jspecify.annotations.NullMarked;
