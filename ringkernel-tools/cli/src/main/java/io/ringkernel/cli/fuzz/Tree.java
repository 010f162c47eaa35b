package io.ringkernel.cli.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a generated program: text and smaller pieces. Immutable; compared by identity.
 *
 * <p>It knows how it may be made smaller: a statement or member by leaving it out, an expression by
 * writing the simplest value of its type, and either by what it contains of its own sort.
 */
final class Tree {

    /** The sort of statements. */
    static final String STATEMENT = "statement";

    private static final String MEMBER = "member";

    private final String sort;
    private final @Nullable String simplest;
    private final List<Object> parts;

    private Tree(String sort, @Nullable String simplest, List<?> parts) {
        this.sort = sort;
        this.simplest = simplest;
        this.parts = List.copyOf(parts);
    }

    /** An expression. */
    static Tree expression(Kind kind, Object... parts) {
        return new Tree(kind.java(), kind.simplest(), List.of(parts));
    }

    /** A statement, with the line's end. */
    static Tree statement(Object... parts) {
        return new Tree(STATEMENT, "", List.of(parts));
    }

    /** A method, a record, a case: what can be left out but replaced by nothing else. */
    static Tree member(Object... parts) {
        return new Tree(MEMBER, "", List.of(parts));
    }

    /** What must stay, though its parts may shrink. */
    static Tree fixed(List<?> parts) {
        return new Tree("fixed", null, parts);
    }

    /** Returns the text. */
    String text() {
        StringBuilder out = new StringBuilder();
        append(out);
        return out.toString();
    }

    private void append(StringBuilder out) {
        for (Object part : parts) {
            if (part instanceof Tree tree) {
                tree.append(out);
            } else {
                out.append(part);
            }
        }
    }

    /** Returns this and all pieces in it, the larger before what they contain. */
    List<Tree> pieces() {
        List<Tree> all = new ArrayList<>();
        collect(all);
        return all;
    }

    private void collect(List<Tree> all) {
        all.add(this);
        for (Object part : parts) {
            if (part instanceof Tree tree) {
                tree.collect(all);
            }
        }
    }

    /** Returns what may stand in this piece's place, the smallest first. */
    List<Tree> smaller() {
        List<Tree> all = new ArrayList<>();
        if (simplest != null && !text().equals(simplest)) {
            all.add(new Tree(sort, simplest, simplest.isEmpty() ? List.of() : List.of(simplest)));
        }
        if (sort.equals(MEMBER) || simplest == null) {
            return all;
        }
        List<Tree> inner = new ArrayList<>();
        innerOf(sort, inner);
        if (sort.equals(STATEMENT) && inner.size() > 1) {
            all.add(new Tree(STATEMENT, "", inner));
        }
        all.addAll(inner);
        return all;
    }

    /** Collects the outermost pieces of a sort. */
    private void innerOf(String wanted, List<Tree> found) {
        for (Object part : parts) {
            if (part instanceof Tree tree) {
                if (tree.sort.equals(wanted)) {
                    found.add(tree);
                } else {
                    tree.innerOf(wanted, found);
                }
            }
        }
    }

    /** Returns the tree with one piece of it, found by identity, replaced. */
    Tree with(Tree piece, Tree instead) {
        if (this == piece) {
            return instead;
        }
        boolean changed = false;
        List<Object> copy = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Tree tree) {
                Tree next = tree.with(piece, instead);
                changed |= next != tree;
                copy.add(next);
            } else {
                copy.add(part);
            }
        }
        return changed ? new Tree(sort, simplest, copy) : this;
    }
}
