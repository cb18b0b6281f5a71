package dev.mr.rpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a call was answered, and with which code it ended. */
final class Answer<A> implements StreamObserver<A> {
    final List<A> messages = new CopyOnWriteArrayList<>();
    final CompletableFuture<Status.Code> ended = new CompletableFuture<>();

    @Override
    public void onNext(A message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        ended.complete(Status.fromThrowable(failure).getCode());
    }

    @Override
    public void onCompleted() {
        ended.complete(Status.Code.OK);
    }
}
