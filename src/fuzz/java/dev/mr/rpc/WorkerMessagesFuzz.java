package dev.mr.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mr.fuzz.FuzzTarget;
import dev.mr.task.WorkerMessage;
import java.util.List;

/** {@link WorkerMessages}: refuses a message, or takes what it would send. */
public final class WorkerMessagesFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        return new RandomMessages(1)
                .ofWorker().stream()
                        .map(message -> WorkerMessages.toProto(message).toByteArray())
                        .toList();
    }

    @Override
    public void run(byte[] input) throws MalformedMessageException {
        WorkerMessage read;
        try {
            read = WorkerMessages.fromProto(dev.mr.rpc.v1.WorkerMessage.parseFrom(input));
        } catch (InvalidProtocolBufferException | MalformedMessageException refused) {
            return;
        }
        if (!WorkerMessages.fromProto(WorkerMessages.toProto(read)).equals(read)) {
            throw new AssertionError("changed on its way: " + read);
        }
    }
}
