@NullMarked
package dev.mr.task;

import org.jspecify.annotations.NullMarked;
