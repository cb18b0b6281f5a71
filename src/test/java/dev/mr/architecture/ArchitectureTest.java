package dev.mr.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the drawing of the rooms, and what only one room may do. */
class ArchitectureTest {
    private static final String GENERATED = "dev.mr.rpc.v1..";
    private static final JavaClasses CLASSES = ProgramClasses.ALL;

    @Test
    void every_class_is_in_a_room_and_every_room_has_classes() {
        Set<String> inhabited = CLASSES.stream().map(c -> Rooms.of(c.getName())).collect(Collectors.toSet());
        assertThat(inhabited).containsExactlyInAnyOrderElementsOf(Rooms.MAY_IMPORT.keySet());
    }

    @Test
    void the_source_tree_has_exactly_the_rooms_of_the_drawing() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("src/main/java/dev/mr"))) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Rooms.MAY_IMPORT.keySet());
        }
    }

    @Test
    void no_room_imports_one_that_is_not_on_its_list() {
        assertThat(forbidden(Rooms.MAY_IMPORT)).isEmpty();
    }

    @Test
    void the_drawing_has_no_cycle_and_names_only_rooms_it_has() {
        assertThat(Rooms.cycle(Rooms.MAY_IMPORT)).isEmpty();
        Rooms.MAY_IMPORT
                .values()
                .forEach(list -> assertThat(Rooms.MAY_IMPORT.keySet()).containsAll(list));
    }

    /** All but those of the room that may use everything. */
    @Test
    void no_arrow_of_the_drawing_is_idle() {
        Map<String, Set<String>> drawn = new TreeMap<>(Rooms.MAY_IMPORT);
        drawn.remove("cli");
        Map<String, Set<String>> used = used();
        used.remove("cli");
        assertThat(used).isEqualTo(drawn);
    }

    @Test
    void the_check_of_imports_notices_a_missing_arrow_and_a_missing_room_and_a_cycle() {
        Map<String, Set<String>> withoutArrow = new TreeMap<>(Rooms.MAY_IMPORT);
        withoutArrow.put("job", Set.of());
        assertThat(forbidden(withoutArrow)).isNotEmpty().allMatch(found -> found.startsWith("job imports task: "));
        Map<String, Set<String>> withoutRoom = new TreeMap<>(Rooms.MAY_IMPORT);
        withoutRoom.remove("store");
        assertThat(forbidden(withoutRoom)).anyMatch(found -> found.startsWith("store imports job: "));
        assertThat(Rooms.cycle(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a"))))
                .isNotEmpty();
    }

    @Test
    void only_store_speaks_sql() {
        onlyIn("store", "java.sql..", "javax.sql..", "org.sqlite..", "org.flywaydb..");
    }

    @Test
    void only_rpc_speaks_grpc_and_protobuf() {
        onlyIn("rpc", "io.grpc..", "com.google.protobuf..", GENERATED);
    }

    @Test
    void no_program_serves_pages() {
        noClasses()
                .that(resideOutsideOfPackages(GENERATED))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.sun.net.httpserver..", "jakarta.servlet..", "javax.servlet..", "..codec.http..")
                .check(CLASSES);
    }

    @Test
    void only_cli_knows_picocli() {
        onlyIn("cli", "picocli..");
    }

    @Test
    void only_files_makes_things_durable_or_renames() {
        ArchRule rule = noClasses()
                .that(resideOutsideOfPackages("dev.mr.files.."))
                .should()
                .callMethod(FileChannel.class, "force", boolean.class)
                .orShould()
                .callMethod(Files.class, "move", Path.class, Path.class, java.nio.file.CopyOption[].class)
                .orShould()
                .callMethod(java.io.File.class, "renameTo", java.io.File.class)
                .orShould()
                .callMethod(java.io.FileDescriptor.class, "sync");
        rule.check(CLASSES);
        assertNoticesItsOwnRoom(
                noClasses().should().callMethod(FileChannel.class, "force", boolean.class), "LocalFileSystem");
        assertNoticesItsOwnRoom(
                noClasses()
                        .should()
                        .callMethod(Files.class, "move", Path.class, Path.class, java.nio.file.CopyOption[].class),
                "LocalFileSystem");
    }

    @Test
    void only_files_reads_the_machine_s_clocks() {
        ArchRule rule = noClasses()
                .that(resideOutsideOfPackages("dev.mr.files..", GENERATED))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callConstructor(java.util.Date.class)
                .orShould()
                .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "are clocks", c -> c.isEquivalentTo(Clock.class)));
        rule.check(CLASSES);
        assertNoticesItsOwnRoom(noClasses().should().callMethod(System.class, "nanoTime"), "SystemTime");
    }

    @Test
    void only_cli_ends_the_process() {
        ArchRule rule = noClasses()
                .that(resideOutsideOfPackages("dev.mr.cli..", GENERATED))
                .should()
                .callMethod(System.class, "exit", int.class);
        rule.check(CLASSES);
        assertNoticesItsOwnRoom(noClasses().should().callMethod(System.class, "exit", int.class), "MrDriver");
    }

    @Test
    void nobody_sleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
                .check(CLASSES);
    }

    @Test
    void the_rules_of_the_job_use_no_files_threads_loggers_or_chance() {
        noClasses()
                .that(resideInAPackage("dev.mr.job.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "org.slf4j..", "java.net..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.random.RandomGenerator.class)
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(CLASSES);
    }

    @Test
    void no_class_hides_behind_a_name_that_says_nothing() {
        noClasses()
                .that(resideOutsideOfPackages(GENERATED))
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common)(\\$.*)?")
                .check(CLASSES);
    }

    private static void onlyIn(String room, String... technology) {
        noClasses()
                .that(resideOutsideOfPackages(Rooms.ROOT + room + ".."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology)
                .check(CLASSES);
        assertThatThrownBy(() -> noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(technology)
                        .check(CLASSES))
                .hasMessageContaining(Rooms.ROOT + room);
    }

    /** A rule that finds nothing anywhere would hold nothing. */
    private static void assertNoticesItsOwnRoom(ArchRule everywhere, String culprit) {
        assertThatThrownBy(() -> everywhere.check(CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(culprit);
    }

    private static List<String> forbidden(Map<String, Set<String>> allowed) {
        List<String> found = new ArrayList<>();
        for (JavaClass origin : CLASSES) {
            String from = Rooms.of(origin.getName());
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getName();
                String to = Rooms.isOurs(target) ? Rooms.of(target) : from;
                if (!to.equals(from) && !allowed.getOrDefault(from, Set.of()).contains(to)) {
                    found.add(from + " imports " + to + ": " + dependency.getDescription());
                }
            }
        }
        return found;
    }

    private static Map<String, Set<String>> used() {
        Map<String, Set<String>> used = new TreeMap<>();
        for (String found : forbidden(Map.of())) {
            String[] words = found.split("[ :]", 4);
            used.computeIfAbsent(words[0], room -> new TreeSet<>()).add(words[2]);
        }
        Rooms.MAY_IMPORT.keySet().forEach(room -> used.computeIfAbsent(room, none -> new TreeSet<>()));
        return used;
    }
}
