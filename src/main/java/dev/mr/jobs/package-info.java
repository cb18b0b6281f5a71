/**
 * The bundled jobs. They use the user's contract alone, as any user's job does.
 */
@NullMarked
package dev.mr.jobs;

import org.jspecify.annotations.NullMarked;
