package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ConflictException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Rows of one kind that are replaced by revision. Reading waits for nobody. Safe for use by many threads.
 *
 * @param <K> by what a row is found, its tenant included
 * @param <T> the row
 */
final class InMemoryRows<K, T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, T> rows = new ConcurrentHashMap<>();
    private final Function<T, K> key;
    private final ToLongFunction<T> revision;
    private final BiPredicate<T, T> contradict;

    /** @param contradict whether two rows must not both be there */
    InMemoryRows(Function<T, K> key, ToLongFunction<T> revision, BiPredicate<T, T> contradict) {
        this.key = key;
        this.revision = revision;
        this.contradict = contradict;
    }

    Optional<T> find(K wanted) {
        return Optional.ofNullable(rows.get(wanted));
    }

    List<T> select(Predicate<T> condition, Comparator<? super T> order) {
        // Of what administrators may set, mostly nothing is, and every signature asks.
        return rows.isEmpty()
                ? List.of()
                : rows.values().stream().filter(condition).sorted(order).toList();
    }

    void insert(T row) {
        locked(() -> {
            boolean taken = rows.containsKey(key.apply(row))
                    || rows.values().stream().anyMatch(other -> contradict.test(other, row));
            if (taken) {
                throw new ConflictException("%s exists already".formatted(name(row)));
            }
            return rows.put(key.apply(row), row);
        });
    }

    void update(T changed) {
        locked(() -> {
            requireStored(changed, revision.applyAsLong(changed) - 1);
            return rows.put(key.apply(changed), changed);
        });
    }

    void delete(T row) {
        locked(() -> {
            requireStored(row, revision.applyAsLong(row));
            return rows.remove(key.apply(row));
        });
    }

    int deleteAll(Predicate<T> condition) {
        return locked(() -> {
            int before = rows.size();
            rows.values().removeIf(condition);
            return before - rows.size();
        });
    }

    private void requireStored(T row, long expected) {
        Optional<T> stored = Optional.ofNullable(rows.get(key.apply(row)));
        if (stored.map(revision::applyAsLong).filter(found -> found == expected).isEmpty()) {
            throw new ConflictException("%s was changed by another request".formatted(name(row)));
        }
    }

    private static String name(Object row) {
        return "the " + row.getClass().getSimpleName();
    }

    private <R> R locked(Supplier<R> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
