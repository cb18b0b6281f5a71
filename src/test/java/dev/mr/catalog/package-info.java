@NullMarked
package dev.mr.catalog;

import org.jspecify.annotations.NullMarked;
