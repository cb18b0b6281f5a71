package dev.mr.catalog;

import java.net.URL;
import java.net.URLClassLoader;

/** Loads a job's jars. Its classes see the JDK, {@code dev.mr.api} and each other; nothing else of this process. */
final class JobClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    JobClassLoader(URL[] jars) {
        super("job", jars, new ApiClassLoader());
    }

    /** The JDK and the API. */
    private static final class ApiClassLoader extends ClassLoader {
        private static final String API = "dev.mr.api.";

        ApiClassLoader() {
            super("api", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(API)) {
                return Class.forName(name, true, JobClassLoader.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
