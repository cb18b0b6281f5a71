/**
 * The soak: jobs by seed, real processes, faults done to them, and what they come to beside a run without faults. Starts programs by
 * command lines it is given and looks at what they leave; takes part in no job, and ends nothing but what it started.
 */
@NullMarked
package dev.mr.chaos;

import org.jspecify.annotations.NullMarked;
