/**
 * The chunker: cuts inputs into N files without cutting a word or a line. One pass, constant memory; it renames and fsyncs
 * through {@code files} alone and ends the process nowhere.
 */
@NullMarked
package dev.mr.chunk;

import org.jspecify.annotations.NullMarked;
