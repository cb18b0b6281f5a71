package dev.mr.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mr.fuzz.FuzzTarget;
import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link DriverMessages}: refuses a message, or takes what it would send; work that travels as a file is the message's own bytes. */
public final class DriverMessagesFuzz implements FuzzTarget {
    private byte[] file = {};

    private final WorkFiles files = new WorkFiles() {
        @Override
        public String save(String folder, AttemptId attempt, byte[] content) {
            file = content;
            return "work";
        }

        @Override
        public byte[] load(String folder, String name) {
            return file;
        }
    };
    private final DriverMessages messages = new DriverMessages(files);

    @Override
    public List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (DriverMessage message : new RandomMessages(2).ofDriver()) {
            seeds.add(messages.toProto(message).toByteArray());
        }
        return seeds;
    }

    @Override
    public void run(byte[] input) throws MalformedMessageException, IOException {
        DriverMessage read;
        file = input;
        try {
            read = messages.fromProto(dev.mr.rpc.v1.DriverMessage.parseFrom(input));
        } catch (InvalidProtocolBufferException | MalformedMessageException refused) {
            return;
        }
        if (!messages.fromProto(messages.toProto(read)).equals(read)) {
            throw new AssertionError("changed on its way: " + read);
        }
    }
}
