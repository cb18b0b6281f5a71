/**
 * Durable-file primitives: the only room that fsyncs and renames.
 */
@NullMarked
package dev.mr.files;

import org.jspecify.annotations.NullMarked;
