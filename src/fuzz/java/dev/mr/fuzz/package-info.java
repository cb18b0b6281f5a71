/** Runs the fuzz targets, which lie in the rooms of the parsers they are for. Nothing else may import it. */
@NullMarked
package dev.mr.fuzz;

import org.jspecify.annotations.NullMarked;
