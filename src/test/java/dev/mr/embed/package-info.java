@NullMarked
package dev.mr.embed;

import org.jspecify.annotations.NullMarked;
