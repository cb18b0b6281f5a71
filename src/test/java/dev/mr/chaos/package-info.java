@NullMarked
package dev.mr.chaos;

import org.jspecify.annotations.NullMarked;
