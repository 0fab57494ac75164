package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.DerivedName;
import com.sphereon.kms.provider.remote.KeyTags;
import com.sphereon.kms.provider.remote.RemoteCall;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportRequest;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/**
 * Makes one key: creates it with its tags, brings in its material if it has any, and gives it its alias. To create it is the
 * only step that must not be done twice; when a later one fails, the call is repeated from there.
 */
final class KeyMaking implements RemoteCall<ProviderKey> {
    private final KmsBackend backend;
    private final TenantKeys keys;
    private final RecentOrders orders;
    private final NewKey order;
    private final AwsKeyKind kind;
    private final Optional<Imported> imported;
    private @Nullable String created;

    /**
     * What is brought in.
     *
     * @param octets stay the caller's to close
     * @param publicKey what AWS must say the public half is
     */
    record Imported(SecretBytes octets, Optional<PublicKeyMaterial> publicKey) {}

    @SuppressWarnings("checkstyle:ParameterNumber") // what it works with, and what it makes
    KeyMaking(
            KmsBackend backend,
            TenantKeys keys,
            RecentOrders orders,
            NewKey order,
            AwsKeyKind kind,
            Optional<Imported> imported) {
        this.backend = backend;
        this.keys = keys;
        this.orders = orders;
        this.order = order;
        this.kind = kind;
        this.imported = imported;
    }

    @Override
    public ProviderKey make(Deadline deadline) {
        String keyId = created == null ? ordered(deadline) : created;
        created = keyId;
        try {
            return finish(keyId, deadline);
        } catch (RemoteFailure failure) {
            throw repeatable(failure);
        }
    }

    /** AWS needs a moment until all of it knows a new key. */
    private static RemoteFailure repeatable(RemoteFailure failure) {
        return failure.kind() == Kind.NOT_FOUND
                ? RemoteFailure.of(Kind.UNAVAILABLE, "AWS does not know the new key yet")
                        .resumable()
                : failure.resumable();
    }

    private String ordered(Deadline deadline) {
        orders.begun(order);
        try {
            String keyId = create(deadline);
            orders.made(order, keyId);
            return keyId;
        } catch (RemoteFailure failure) {
            orders.failed(order, failure);
            throw failure;
        }
    }

    private String create(Deadline deadline) {
        List<Tag> tags = KeyTags.of(order).entrySet().stream()
                .map(tag -> Tag.builder()
                        .tagKey(tag.getKey())
                        .tagValue(tag.getValue())
                        .build())
                .toList();
        CreateKeyRequest request = CreateKeyRequest.builder()
                .keySpec(kind.spec())
                .keyUsage(kind.usage())
                .origin(imported.isPresent() ? OriginType.EXTERNAL : OriginType.AWS_KMS)
                .tags(tags)
                .build();
        KeyMetadata key = backend.send(request, KmsClient::createKey, deadline).keyMetadata();
        if (key == null || key.keyId() == null) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is about no key");
        }
        KmsBackend.requireSame(kind.spec(), key.keySpecAsString());
        KmsBackend.requireSame(kind.usage(), key.keyUsage());
        return key.keyId();
    }

    private ProviderKey finish(String keyId, Deadline deadline) {
        imported.ifPresent(material -> bringIn(keyId, material.octets(), deadline));
        ProviderKey key = keys.read(
                keyId, order.parameters().spec(), order.parameters().usage().use(), deadline);
        if (imported.isPresent() && !imported.get().publicKey().equals(key.publicKey())) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "AWS took another key than it was given");
        }
        giveAlias(keyId, deadline);
        return key;
    }

    /** The same material may be brought in again. */
    private void bringIn(String keyId, SecretBytes octets, Deadline deadline) {
        ImportWrapping wrapping = ImportWrapping.of(order.parameters().spec());
        GetParametersForImportRequest question = GetParametersForImportRequest.builder()
                .keyId(keyId)
                .wrappingAlgorithm(wrapping.awsName())
                .wrappingKeySpec(WrappingKeySpec.RSA_4096)
                .build();
        GetParametersForImportResponse answer = backend.send(question, KmsClient::getParametersForImport, deadline);
        KmsBackend.requireAbout(keyId, answer.keyId());
        if (answer.publicKey() == null || answer.importToken() == null) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer has nothing to import with");
        }
        ImportKeyMaterialRequest request = ImportKeyMaterialRequest.builder()
                .keyId(keyId)
                .importToken(answer.importToken())
                .encryptedKeyMaterial(SdkBytes.fromByteArrayUnsafe(
                        wrapping.wrap(answer.publicKey().asByteArray(), octets)))
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE)
                .build();
        backend.send(request, KmsClient::importKeyMaterial, deadline);
    }

    private void giveAlias(String keyId, Deadline deadline) {
        String alias = DerivedName.aws(order.name());
        CreateAliasRequest request =
                CreateAliasRequest.builder().aliasName(alias).targetKeyId(keyId).build();
        try {
            backend.send(request, KmsClient::createAlias, deadline);
        } catch (RemoteFailure failure) {
            if (failure.kind() != Kind.CONFLICT) {
                throw failure;
            }
            KeyMetadata holder = backend.metadata(alias, deadline);
            if (!keyId.equals(holder.keyId())) {
                takeFrom(holder, request, deadline);
            }
        }
    }

    /** AWS moves no alias to a key of another kind, so it is made anew. */
    private void takeFrom(KeyMetadata holder, CreateAliasRequest request, Deadline deadline) {
        if (!TenantKeys.isGone(holder.keyState())) {
            throw RemoteFailure.of(Kind.CONFLICT, "there is a key with the alias of the new one");
        }
        DeleteAliasRequest deletion =
                DeleteAliasRequest.builder().aliasName(request.aliasName()).build();
        backend.send(deletion, KmsClient::deleteAlias, deadline);
        backend.send(request, KmsClient::createAlias, deadline);
    }
}
