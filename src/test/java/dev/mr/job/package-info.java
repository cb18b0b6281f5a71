/** Tests of the rules. A {@link dev.mr.job.World} is a job's machine with everything around it in memory. */
@NullMarked
package dev.mr.job;

import org.jspecify.annotations.NullMarked;
