package com.sphereon.kms.core.spi;

import java.util.List;

/**
 * Makes providers of one type. Discovered with {@link java.util.ServiceLoader}; the constructor does nothing, so that
 * being on the class path has no effect until a configuration names the type.
 */
public interface KeyProviderFactory {

    /** The type as configuration names it, such as {@code software} or {@code aws_kms}. */
    String type();

    /** What people read, such as {@code Software KMS}. */
    String displayName();

    /**
     * All settings this type knows. Others, and values that are not of their kind, are refused before {@link #create} is
     * called, which is left with what one setting has to do with another.
     */
    List<SettingSpec> settings();

    /**
     * Makes a provider. May read files and create folders; does not wait for a remote backend.
     *
     * @throws InvalidSettingException when a setting is missing or wrong
     */
    KeyProvider create(ProviderSettings settings);
}
