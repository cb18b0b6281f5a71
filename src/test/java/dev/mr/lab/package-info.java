/**
 * The applications of a well-known lab course on MapReduce, as jobs that use the API alone. Tests pack the compiled classes
 * into a jar.
 */
@NullMarked
package dev.mr.lab;

import org.jspecify.annotations.NullMarked;
