@NullMarked
package dev.mr.rpc;

import org.jspecify.annotations.NullMarked;
