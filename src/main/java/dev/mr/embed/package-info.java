/**
 * MapReduce inside a Java program: the driver and its workers as threads, no server and no port. Starts no process, ends none, and
 * leaves no thread, file or setting of the program behind.
 */
@NullMarked
package dev.mr.embed;

import org.jspecify.annotations.NullMarked;
