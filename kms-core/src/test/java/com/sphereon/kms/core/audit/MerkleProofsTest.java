package com.sphereon.kms.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sphereon.kms.core.model.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Roots and proofs, held against the vectors of Certificate Transparency and verified by the algorithms of RFC 9162. */
class MerkleProofsTest {
    private static final List<String> CT_LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final int ALL_SIZES_TO = 130;
    private static final long SEED = 6962;

    /** A tree that grew leaf by leaf, and knows its complete subtrees. */
    private static final class Tree {
        private final Frontier frontier = Frontier.empty();
        private final Map<List<Long>, Sha256> subtrees = new HashMap<>();
        private final Proofs proofs = new Proofs((level, index) -> subtrees.get(List.of((long) level, index)));
        private final List<byte[]> leaves = new ArrayList<>();

        Tree(List<byte[]> leaves) {
            leaves.forEach(this::append);
        }

        static Tree of(int size) {
            List<byte[]> leaves = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                leaves.add(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
            }
            return new Tree(leaves);
        }

        private void append(byte[] leaf) {
            leaves.add(leaf);
            frontier.append(
                    MerkleTree.leafHash(leaf),
                    (level, index, hash) -> subtrees.put(List.of((long) level, index), hash));
        }

        byte[] root(int size) {
            return Rfc6962.root(leaves.subList(0, size));
        }
    }

    private static Tree ofCertificateTransparency() {
        return new Tree(CT_LEAVES.stream().map(HexFormat.of()::parseHex).toList());
    }

    private static List<byte[]> octets(List<Sha256> hashes) {
        return hashes.stream().map(Sha256::bytes).toList();
    }

    private static String hex(Sha256 hash) {
        return HexFormat.of().formatHex(hash.bytes());
    }

    private static List<String> hex(List<Sha256> hashes) {
        return hashes.stream().map(MerkleProofsTest::hex).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    })
    void root_vectorsOfCertificateTransparency_asPublished(int size, String expected) {
        Tree whole = ofCertificateTransparency();
        Tree grown = new Tree(whole.leaves.subList(0, size));

        assertThat(hex(grown.frontier.root())).isEqualTo(expected);
        assertThat(hex(whole.proofs.root(size))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "0; 1; ''",
                "0; 8; 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                        + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                "5; 8; bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
                        + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "2; 3; fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "1; 5; 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
                        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                        + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            },
            delimiter = ';')
    void inclusion_vectorsOfCertificateTransparency_asPublished(long index, long size, String expected) {
        assertThat(String.join(" ", hex(ofCertificateTransparency().proofs.inclusion(index, size))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "1; 1; ''",
                "1; 8; 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                        + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                "6; 8; 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
                        + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "2; 5; 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                        + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            },
            delimiter = ';')
    void consistency_vectorsOfCertificateTransparency_asPublished(long from, long to, String expected) {
        assertThat(String.join(" ", hex(ofCertificateTransparency().proofs.consistency(from, to))))
                .isEqualTo(expected);
    }

    @Test
    void roots_allSmallSizes_thoseOfTheDefinition() {
        Tree tree = Tree.of(ALL_SIZES_TO);
        for (int size = 0; size <= ALL_SIZES_TO; size++) {
            assertThat(tree.proofs.root(size).bytes()).as("size %d", size).isEqualTo(tree.root(size));
            assertThat(Tree.of(size).frontier.root().bytes())
                    .as("size %d", size)
                    .isEqualTo(tree.root(size));
        }
    }

    @Test
    void inclusion_allSmallSizes_everyProofVerifiesAndNoOther() {
        Tree tree = Tree.of(ALL_SIZES_TO);
        for (int size = 1; size <= ALL_SIZES_TO; size++) {
            byte[] root = tree.root(size);
            for (int index = 0; index < size; index++) {
                requireInclusion(tree, index, size, root);
            }
        }
    }

    @Test
    void consistency_allSmallSizes_everyProofVerifiesAndNoOther() {
        Tree tree = Tree.of(ALL_SIZES_TO);
        List<byte[]> roots = new ArrayList<>();
        for (int size = 0; size <= ALL_SIZES_TO; size++) {
            roots.add(tree.root(size));
        }
        for (int to = 1; to <= ALL_SIZES_TO; to++) {
            for (int from = 1; from <= to; from++) {
                requireConsistency(tree, from, to, roots.get(from), roots.get(to));
            }
        }
    }

    @Test
    void proofs_largerSizes_verify() {
        Random random = new Random(SEED);
        int largest = 5000;
        Tree tree = Tree.of(largest);
        for (int i = 0; i < 60; i++) {
            int size = 1 + random.nextInt(largest);
            byte[] root = tree.root(size);
            requireInclusion(tree, random.nextInt(size), size, root);
            int from = 1 + random.nextInt(size);
            requireConsistency(tree, from, size, tree.root(from), root);
        }
    }

    private static void requireInclusion(Tree tree, int index, int size, byte[] root) {
        byte[] leaf = Rfc6962.leafHash(tree.leaves.get(index));
        List<byte[]> proof = octets(tree.proofs.inclusion(index, size));

        assertThat(Rfc6962.rootOfInclusion(leaf, index, size, proof).orElseThrow())
                .as("leaf %d of %d", index, size)
                .isEqualTo(root);
        byte[] other = Rfc6962.leafHash(new byte[] {42});
        assertThat(Rfc6962.rootOfInclusion(other, index, size, proof))
                .as("another leaf at %d of %d", index, size)
                .isNotEmpty()
                .get()
                .isNotEqualTo(root);
        assertThat(Rfc6962.rootOfInclusion(leaf, index ^ 1, size, proof)
                        .filter(found -> size > 1 && Arrays.equals(found, root)))
                .as("leaf %d of %d at the place beside it", index, size)
                .isEmpty();
        if (!proof.isEmpty()) {
            assertThat(Rfc6962.rootOfInclusion(leaf, index, size, proof.subList(1, proof.size()))
                            .filter(found -> Arrays.equals(found, root)))
                    .as("part of the proof for %d of %d", index, size)
                    .isEmpty();
        }
    }

    private static void requireConsistency(Tree tree, int from, int to, byte[] first, byte[] second) {
        List<byte[]> proof = octets(tree.proofs.consistency(from, to));

        assertThat(Rfc6962.isConsistent(from, to, first, second, proof))
                .as("%d to %d", from, to)
                .isTrue();
        byte[] wrong = Rfc6962.leafHash(new byte[] {42});
        assertThat(Rfc6962.isConsistent(from, to, wrong, second, proof))
                .as("another tree of %d to %d", from, to)
                .isFalse();
        assertThat(Rfc6962.isConsistent(from, to, first, wrong, proof))
                .as("%d to another tree of %d", from, to)
                .isFalse();
        if (!proof.isEmpty()) {
            assertThat(Rfc6962.isConsistent(from, to, first, second, proof.subList(0, proof.size() - 1)))
                    .as("part of the proof for %d to %d", from, to)
                    .isFalse();
        }
    }

    static Stream<long[]> impossibleInclusions() {
        return Stream.of(new long[] {-1, 5}, new long[] {5, 5}, new long[] {0, 0});
    }

    @ParameterizedTest
    @MethodSource("impossibleInclusions")
    void inclusion_noSuchLeaf_refused(long[] indexAndSize) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tree.of(5).proofs.inclusion(indexAndSize[0], indexAndSize[1]));
    }

    static Stream<long[]> impossibleConsistencies() {
        return Stream.of(new long[] {0, 5}, new long[] {5, 4}, new long[] {-1, 5});
    }

    @ParameterizedTest
    @MethodSource("impossibleConsistencies")
    void consistency_noSuchSizes_refused(long[] sizes) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tree.of(5).proofs.consistency(sizes[0], sizes[1]));
    }

    @Test
    void frontier_writtenAndReadAtEachSize_goesOnTheSame() {
        Tree tree = Tree.of(ALL_SIZES_TO);
        for (int size = 0; size < ALL_SIZES_TO; size++) {
            Frontier grown = Tree.of(size).frontier;
            Frontier read = Frontier.of(size, grown.toBytes());
            read.append(MerkleTree.leafHash(tree.leaves.get(size)), (level, index, hash) -> {});

            assertThat(read.root().bytes()).as("size %d", size + 1).isEqualTo(tree.root(size + 1));
            assertThat(grown.root().bytes()).as("what it was read from").isEqualTo(tree.root(size));
        }
    }

    @Test
    void frontier_copied_growsByItself() {
        Frontier frontier = Tree.of(7).frontier;
        Frontier copy = frontier.copy();
        copy.append(MerkleTree.leafHash(new byte[0]));

        assertThat(frontier.root().bytes()).isEqualTo(Tree.of(7).root(7));
        assertThat(frontier.size()).isEqualTo(7);
        assertThat(copy.size()).isEqualTo(8);
    }

    @Test
    void frontier_octetsOfAnotherSize_refused() {
        byte[] three = Tree.of(3).frontier.toBytes();
        for (long size : LongStream.of(-1, 0, 1, 2, 7, 8).toArray()) {
            assertThatIllegalArgumentException().isThrownBy(() -> Frontier.of(size, three));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Frontier.of(3, Arrays.copyOf(three, three.length - 1)));
    }
}
