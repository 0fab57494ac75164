/**
 * The server as a program: configuration, discovery of adapters, wiring and the command line.
 *
 * <p>{@link com.sphereon.kms.app.Main} reads the command line, {@link com.sphereon.kms.app.KmsApplication} puts the
 * service together. No adapter is named in this code: what the configuration asks for is looked up among the factories
 * that {@link java.util.ServiceLoader} finds.
 */
@NullMarked
package com.sphereon.kms.app;

import org.jspecify.annotations.NullMarked;
