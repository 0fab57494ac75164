package com.sphereon.kms.provider.rest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Everything that is logged below some names while it is open, at every level: the server under test logs here too. */
final class LogCapture implements AutoCloseable {
    private final List<Logger> loggers;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    LogCapture(String... names) {
        loggers = Stream.of(names).map(LogCapture::logger).toList();
        appender.start();
        loggers.forEach(logger -> {
            logger.addAppender(appender);
            logger.setLevel(Level.TRACE);
        });
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** All of it, stack traces included. */
    String text() {
        return List.copyOf(appender.list).stream().map(LogCapture::text).collect(Collectors.joining("\n"));
    }

    private static String text(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
    }

    @Override
    public void close() {
        loggers.forEach(logger -> {
            logger.detachAppender(appender);
            logger.setLevel(null);
        });
    }
}
