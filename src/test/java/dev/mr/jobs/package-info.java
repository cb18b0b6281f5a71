@NullMarked
package dev.mr.jobs;

import org.jspecify.annotations.NullMarked;
