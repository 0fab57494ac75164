package com.sphereon.kms.app;

import io.smallrye.config.common.MapBackedConfigSource;
import java.util.Map;

/** One layer of the configuration, with a name that people recognise. */
final class Layer extends MapBackedConfigSource {

    Layer(String name, Map<String, String> values, int ordinal) {
        super(name, values, ordinal);
    }
}
