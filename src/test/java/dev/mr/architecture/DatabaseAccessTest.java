package dev.mr.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Only the room {@code store} opens the file of a database, and that through SQLite: whoever opens and closes it otherwise drops
 * the locks that SQLite has on it in this process.
 */
class DatabaseAccessTest {
    private static final Set<String> PLACES = Set.of("database", "writeAheadLog");

    /** What opens no file. */
    private static final Map<String, Set<String>> LOOKS = Map.of(
            FileSystem.class.getName(),
            Set.of("facts", "space", "list", "isReadable", "ensureDirectories", "deleteTree"),
            Files.class.getName(),
            Set.of("exists", "notExists", "isRegularFile", "isDirectory"),
            FileChannel.class.getName(),
            Set.of(),
            "java.io.FileInputStream",
            Set.of(),
            "java.io.FileOutputStream",
            Set.of(),
            "java.io.RandomAccessFile",
            Set.of());

    private final JavaClasses classes = ProgramClasses.ALL;

    /** Code that names the file of a database and opens a file, as {@code Class.method -> Class.method}. */
    private List<String> openers() {
        return classes.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(DatabaseAccessTest::namesTheFile)
                .flatMap(unit -> unit.getCallsFromSelf().stream())
                .filter(DatabaseAccessTest::opens)
                .map(call -> call.getOrigin().getFullName() + " -> "
                        + call.getTarget().getFullName())
                .toList();
    }

    private static boolean namesTheFile(JavaCodeUnit unit) {
        return unit.getCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(JobDirectory.class)
                        && PLACES.contains(call.getTarget().getName()));
    }

    private static boolean opens(JavaCall<?> call) {
        Set<String> looks = LOOKS.get(call.getTargetOwner().getName());
        return looks != null && !looks.contains(call.getTarget().getName());
    }

    @Test
    void nobody_who_names_the_file_of_a_database_opens_files() {
        assertThat(classes.stream()
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(DatabaseAccessTest::namesTheFile))
                .as("code that names the file")
                .hasSizeGreaterThan(20);
        assertThat(openers()).isEmpty();
    }

    /** Where a rule of its own finds nothing it would hold nothing. */
    @Test
    void an_opener_would_be_noticed() {
        JavaClass type = classes.get("dev.mr.files.LocalFileSystem");
        assertThat(type.getCodeUnits().stream()
                        .flatMap(unit -> unit.getCallsFromSelf().stream())
                        .filter(DatabaseAccessTest::opens))
                .hasSizeGreaterThan(5);
    }
}
