package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.RotationPolicy;
import java.util.List;
import java.util.Optional;

/**
 * A rotation and what it is about.
 *
 * @param oldVersion the version that signed when the rotation was asked for, as it is now
 * @param newVersion the next version as it is now, once it exists
 * @param duties what the key serves
 * @param policy how the key rotates by itself
 */
public record RotationView(
        Rotation rotation,
        KeyReference oldVersion,
        Optional<KeyReference> newVersion,
        List<Duty> duties,
        Optional<RotationPolicy> policy) {}
