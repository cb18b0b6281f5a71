package dev.mr.catalog;

import dev.mr.api.Job;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class that a jar's service file names. It does what {@link java.util.ServiceLoader} does with it, but says of which jar
 * and class, and why, when it cannot.
 */
final class JobClass {
    /** The first of the two is what the class needs. */
    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");

    private static final int VERSION_OF_JAVA_0 = 44;

    private final String name;
    private final Path jar;
    private final ClassLoader loader;

    JobClass(String name, Path jar, ClassLoader loader) {
        this.name = name;
        this.jar = jar;
        this.loader = loader;
    }

    /**
     * The job.
     *
     * @throws IllegalArgumentException saying why the class cannot be one
     */
    OfferedJob job() {
        return new OfferedJob(instance(), jar, loader);
    }

    private Job instance() {
        try (JobScope scope = new JobScope(loader)) {
            Class<?> type = Class.forName(name, false, loader);
            if (!Job.class.isAssignableFrom(type)) {
                throw unusable("does not implement " + Job.class.getName());
            }
            if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
                throw unusable("is not a public class that can be made");
            }
            return (Job) type.getConstructor().newInstance();
        } catch (ClassNotFoundException missing) {
            throw unusable("is not there, although " + JarContent.SERVICE_FILE + " names it");
        } catch (NoSuchMethodException missing) {
            throw unusable("has no public constructor without parameters");
        } catch (UnsupportedClassVersionError newer) {
            throw unusable(neededJava(newer));
        } catch (LinkageError | IllegalAccessException | InstantiationException | SecurityException unloadable) {
            throw unusable("cannot be loaded: " + Thrown.text(unloadable));
        } catch (InvocationTargetException thrown) {
            Thrown.rethrowUnlessOfTheJob(thrown.getTargetException());
            throw unusable("failed in its constructor: " + Thrown.text(thrown));
        }
    }

    private static String neededJava(UnsupportedClassVersionError newer) {
        Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(newer.getMessage()));
        return version.find()
                ? "is compiled for Java " + (Integer.parseInt(version.group(1)) - VERSION_OF_JAVA_0) + ", this is Java "
                        + Runtime.version().feature() + "; compile it with --release "
                        + Runtime.version().feature() + ", or run a newer Java with MR_JAVA_HOME"
                : "cannot be loaded: " + newer.getMessage();
    }

    private IllegalArgumentException unusable(String what) {
        return new IllegalArgumentException("job class " + name + " in " + jar + " " + what);
    }
}
