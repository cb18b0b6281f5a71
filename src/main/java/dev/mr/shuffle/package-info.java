/**
 * The data plane: streams text through buckets, tables and sorted runs. Decides nothing.
 */
@NullMarked
package dev.mr.shuffle;

import org.jspecify.annotations.NullMarked;
