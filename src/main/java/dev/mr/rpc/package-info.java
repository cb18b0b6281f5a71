/**
 * gRPC and protobuf: carries the messages of {@code task} between driver and workers, and what clients ask of a service. The only room
 * that knows gRPC.
 */
@NullMarked
package dev.mr.rpc;

import org.jspecify.annotations.NullMarked;
