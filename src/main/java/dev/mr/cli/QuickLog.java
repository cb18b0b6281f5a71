package dev.mr.cli;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.NOPLoggerFactory;
import org.slf4j.spi.LocationAwareLogger;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The log of a program: logback's, which is set up with the first line that there is to log. Most runs log nothing, and reading
 * its configuration is a tenth of the start of a process.
 */
public final class QuickLog implements SLF4JServiceProvider {
    /** Said here and not by a file that logback finds by itself: programs that embed mr have their own. */
    private static final String CONFIGURATION = "logback.configurationFile";

    private static final String LEVEL = "mr.log.level";

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new BasicMDCAdapter();

    /** Before the first use of a logger, or it has no effect; nor has it where the user configures logback. */
    static void install(boolean verbose) {
        if (verbose) {
            System.setProperty(LEVEL, "DEBUG");
        }
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "dev/mr/cli/logback.xml");
            System.setProperty("slf4j.provider", QuickLog.class.getName());
            if (System.getProperty("slf4j.internal.verbosity") == null) {
                System.setProperty("slf4j.internal.verbosity", "WARN"); // else it says that it takes this one
            }
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(name, QuickLogger::new);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99"; // any 2.0
    }

    @Override
    public void initialize() {
        // Nothing yet.
    }

    /** What logs in the end. */
    private static final class Logback {
        static final ILoggerFactory LOGGERS = load();

        private static ILoggerFactory load() {
            for (SLF4JServiceProvider provider : ServiceLoader.load(SLF4JServiceProvider.class)) {
                provider.initialize();
                return provider.getLoggerFactory();
            }
            return new NOPLoggerFactory();
        }
    }

    /** Lets through what logback's configuration may want. */
    private static final class QuickLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        private final int lowest;

        QuickLogger(String name) {
            this.name = name;
            this.lowest = name.startsWith("dev.mr") ? lowest(System.getProperty(LEVEL, "WARN")) : Level.WARN.toInt();
        }

        private static int lowest(String level) {
            for (Level known : Level.values()) {
                if (known.name().equals(level)) {
                    return known.toInt();
                }
            }
            return Level.TRACE.toInt(); // logback decides
        }

        @Override
        public boolean isTraceEnabled() {
            return lowest <= Level.TRACE.toInt();
        }

        @Override
        public boolean isDebugEnabled() {
            return lowest <= Level.DEBUG.toInt();
        }

        @Override
        public boolean isInfoEnabled() {
            return lowest <= Level.INFO.toInt();
        }

        @Override
        public boolean isWarnEnabled() {
            return lowest <= Level.WARN.toInt();
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return LegacyAbstractLogger.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String text,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            if (Logback.LOGGERS.getLogger(name) instanceof LocationAwareLogger logger) {
                logger.log(marker, getFullyQualifiedCallerName(), level.toInt(), text, arguments, thrown);
            }
        }
    }
}
