package dev.writ.event.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The tree of RFC 6962, with the vectors that its authors' implementation is tested with. */
class MerkleTreeTest {
    private static final List<String> INPUTS =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfTheKnownVectors() {
        CompactRange range = new CompactRange();
        assertThat(hex(range.root())).isEqualTo(ROOTS.getFirst());
        for (int i = 0; i < INPUTS.size(); i++) {
            range.append(leaf(i));
            assertThat(hex(range.root())).isEqualTo(ROOTS.get(i + 1));
            assertThat(hex(MerkleTree.root(MerkleTreeTest::vectors, i + 1L))).isEqualTo(ROOTS.get(i + 1));
        }
    }

    @Test
    void pathsAreThoseOfTheKnownVectors() {
        assertThat(MerkleTree.inclusion(MerkleTreeTest::vectors, 0, 1)).isEmpty();
        assertThat(MerkleTree.inclusion(MerkleTreeTest::vectors, 0, 8).stream().map(MerkleTreeTest::hex))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(MerkleTree.inclusion(MerkleTreeTest::vectors, 5, 8).stream().map(MerkleTreeTest::hex))
                .containsExactly(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(MerkleTree.inclusion(MerkleTreeTest::vectors, 2, 3).stream().map(MerkleTreeTest::hex))
                .containsExactly("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    }

    @Test
    void consistencyIsThatOfTheKnownVectors() {
        assertThat(MerkleTree.consistency(MerkleTreeTest::vectors, 1, 1)).isEmpty();
        assertThat(MerkleTree.consistency(MerkleTreeTest::vectors, 6, 8).stream()
                        .map(MerkleTreeTest::hex))
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(MerkleTree.consistency(MerkleTreeTest::vectors, 2, 5).stream()
                        .map(MerkleTreeTest::hex))
                .containsExactly(
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    }

    @Test
    void thereIsNoProofOfWhatIsNotThere() {
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.inclusion(MerkleTreeTest::vectors, 8, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.consistency(MerkleTreeTest::vectors, 0, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.consistency(MerkleTreeTest::vectors, 9, 8));
    }

    @Property(tries = 300)
    void everyLeafIsProvedAndNothingElse(
            @ForAll @IntRange(min = 1, max = 300) int size, @ForAll int chosen, @ForAll int flipped) {
        Subtrees tree = counting();
        long leaf = Math.floorMod(chosen, size);
        byte[] root = MerkleTree.root(tree, size);
        List<byte[]> path = MerkleTree.inclusion(tree, leaf, size);
        assertThat(Proofs.includes(tree.at(0, leaf), leaf, size, path, root)).isTrue();
        assertThat(Proofs.includes(tree.at(0, leaf), leaf + 1, size, path, root))
                .isFalse();
        assertThat(Proofs.includes(tree.at(0, leaf + 1), leaf, size, path, root))
                .isFalse();
        if (!path.isEmpty()) {
            assertThat(Proofs.includes(tree.at(0, leaf), leaf, size, damaged(path, flipped), root))
                    .isFalse();
            assertThat(Proofs.includes(tree.at(0, leaf), leaf, size, path.subList(1, path.size()), root))
                    .isFalse();
        }
    }

    @Property(tries = 300)
    void everyEarlierTreeIsProvedAndNothingElse(
            @ForAll @IntRange(min = 1, max = 300) int size, @ForAll int chosen, @ForAll int flipped) {
        Subtrees tree = counting();
        long earlier = 1 + Math.floorMod(chosen, size);
        byte[] before = MerkleTree.root(tree, earlier);
        byte[] root = MerkleTree.root(tree, size);
        List<byte[]> proof = MerkleTree.consistency(tree, earlier, size);
        assertThat(Proofs.extendsTree(earlier, before, size, root, proof)).isTrue();
        assertThat(Proofs.extendsTree(earlier, root, size, before, proof)).isEqualTo(earlier == size);
        if (!proof.isEmpty()) {
            assertThat(Proofs.extendsTree(earlier, before, size, root, damaged(proof, flipped)))
                    .isFalse();
            assertThat(Proofs.extendsTree(earlier, before, size, root, List.of()))
                    .isFalse();
        }
    }

    @Property(tries = 100)
    void anEdgeGoesOnAsTheTreeDid(@ForAll @IntRange(max = 200) int size, @ForAll @IntRange(max = 100) int more) {
        Subtrees tree = counting();
        CompactRange range = CompactRange.of(size, tree);
        IntStream.range(size, size + more).forEach(leaf -> range.append(tree.at(0, leaf)));
        assertThat(range.root()).isEqualTo(MerkleTree.root(tree, size + more));
        assertThat(range.size()).isEqualTo(size + more);
    }

    private static List<byte[]> damaged(List<byte[]> proof, int where) {
        List<byte[]> copy = new ArrayList<>(proof);
        int index = Math.floorMod(where, proof.size());
        byte[] hash = copy.get(index).clone();
        hash[Math.floorMod(where, hash.length)] ^= 1;
        copy.set(index, hash);
        return copy;
    }

    private static byte[] leaf(int index) {
        return TreeHash.leaf(HexFormat.of().parseHex(INPUTS.get(index)));
    }

    private static byte[] vectors(int level, long index) {
        return level == 0
                ? leaf((int) index)
                : TreeHash.node(vectors(level - 1, 2 * index), vectors(level - 1, 2 * index + 1));
    }

    private static Subtrees counting() {
        return new Subtrees() {
            @Override
            public byte[] at(int level, long index) {
                return level == 0
                        ? TreeHash.leaf(("leaf " + index).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        : TreeHash.node(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
            }
        };
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
