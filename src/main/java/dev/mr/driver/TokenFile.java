package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.rpc.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;

/** The directory's shared secret, 256 bits, readable by its owner alone. */
final class TokenFile {
    private final JobDirectory directory;
    private final FileSystem files;

    TokenFile(JobDirectory directory, FileSystem files) {
        this.directory = directory;
        this.files = files;
    }

    Token readOrMake(Site site) throws IOException {
        try {
            String kept = new String(files.read(directory.token()), StandardCharsets.US_ASCII).strip();
            if (!kept.isEmpty()) {
                return new Token(kept);
            }
        } catch (NoSuchFileException none) {
            // the first driver of this directory
        }
        String secret = site.randomName() + site.randomName();
        files.writePrivately(directory.token(), (secret + "\n").getBytes(StandardCharsets.US_ASCII));
        return new Token(secret);
    }
}
