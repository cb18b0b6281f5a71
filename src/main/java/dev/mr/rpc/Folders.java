package dev.mr.rpc;

import java.util.regex.Pattern;

/** The names of folders that a driver gives its jobs: none leads out of the directory it is below, or into that directory's own. */
final class Folders {
    private static final int MOST_CHARACTERS = 255;
    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+){0,7}");

    private Folders() {}

    /**
     * The folder as it is; empty for the directory itself.
     *
     * @param what the message it is in
     */
    static String checked(String folder, String what) throws MalformedMessageException {
        if (folder.length() > MOST_CHARACTERS) {
            throw new MalformedMessageException(
                    what + " with a folder of " + folder.length() + " characters, expected at most " + MOST_CHARACTERS);
        }
        if (!folder.isEmpty() && !FOLDER.matcher(folder).matches()) {
            throw new MalformedMessageException(
                    what + " with the folder \"" + folder + "\", expected at most 8 of [A-Za-z0-9_-]+ joined by /");
        }
        return folder;
    }
}
