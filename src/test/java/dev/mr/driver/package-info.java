@NullMarked
package dev.mr.driver;

import org.jspecify.annotations.NullMarked;
