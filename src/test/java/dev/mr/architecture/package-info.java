@NullMarked
package dev.mr.architecture;

import org.jspecify.annotations.NullMarked;
