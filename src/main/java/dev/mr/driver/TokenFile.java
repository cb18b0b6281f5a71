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

    /** The token of earlier drivers; a new one where there is none, or no sound one, since no worker outlives its driver. */
    Token readOrMake(Site site) throws IOException {
        try {
            return Token.parse(files.read(directory.token()));
        } catch (NoSuchFileException | IllegalArgumentException none) {
            byte[] made = (site.randomName() + site.randomName() + "\n").getBytes(StandardCharsets.US_ASCII);
            files.writePrivately(directory.token(), made);
            return Token.parse(made);
        }
    }
}
