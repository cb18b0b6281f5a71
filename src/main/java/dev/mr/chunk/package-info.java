/**
 * The chunker: cuts inputs into N files without cutting a word or a line.
 */
@NullMarked
package dev.mr.chunk;

import org.jspecify.annotations.NullMarked;
