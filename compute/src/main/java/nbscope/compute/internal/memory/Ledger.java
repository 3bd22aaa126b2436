package nbscope.compute.internal.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import nbscope.compute.DeviceMemoryException;
import nbscope.compute.MemoryReport;
import nbscope.io.DType;
import org.jspecify.annotations.Nullable;

/// Every allocation of the library, by pool ("host" for plain memory and devices that share it, else the device's
/// name), with a budget for each pool. All methods are atomic; safe from any thread.
public final class Ledger {
    public static final String HOST = "host";

    /// Plain memory that data passes through on its way to a device; counts against no budget, since it is small and
    /// gone when the load ends.
    public static final String BUFFERS = "reading buffers";

    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Long> budgets = new LinkedHashMap<>();
    private final Map<String, Long> peaks = new LinkedHashMap<>();
    private final long hostBudget;
    private long nextId;
    private int taking;

    /// What is to be taken.
    ///
    /// @param owner who: the stack's name
    /// @param what  `frame 3`, `sum pattern 0`
    /// @param where the device's name
    /// @param pool  whose budget it counts against
    /// @param evict drops a cache and releases its entry; null for what is no cache
    public record Claim(
            String owner,
            String what,
            DType dtype,
            String where,
            String pool,
            long bytes,
            @Nullable Runnable evict) {
        /// The same elsewhere.
        public Claim at(String otherPool, String otherWhere) {
            return new Claim(owner, what, dtype, otherWhere, otherPool, bytes, evict);
        }
    }

    private record Entry(long id, Claim claim) {}

    /// @param hostBudget budget of the host's pool until somebody sets another
    public Ledger(long hostBudget) {
        this.hostBudget = hostBudget;
    }

    /// Bytes that a claim holds, until `release`.
    public final class Held {
        private final List<Long> ids;

        private Held(List<Long> ids) {
            this.ids = ids;
        }

        /// Both together.
        public Held and(Held other) {
            List<Long> all = new ArrayList<>(ids);
            all.addAll(other.ids);
            return new Held(all);
        }

        /// Counts one claim in another place from now on; caches are dropped where room is short there.
        ///
        /// @param i number of the claim
        /// @throws DeviceMemoryException when the other pool has no room; nothing changes then
        public void move(int i, String pool, String where, String subject) {
            Claim claim;
            synchronized (Ledger.this) {
                Entry e = entries.get(ids.get(i));
                if (e == null) {
                    return;
                }
                claim = e.claim.at(pool, where);
                if (e.claim.pool.equals(pool)) {
                    entries.put(e.id, new Entry(e.id, claim));
                    return;
                }
            }
            var there = take(List.of(claim), subject, room -> "free another stack, or raise Memory.budget(...)");
            synchronized (Ledger.this) {
                long id = ids.get(i);
                entries.remove(there.ids.getFirst());
                entries.put(id, new Entry(id, claim));
            }
        }

        /// Idempotent.
        ///
        /// @return bytes that this call gave back
        public long release() {
            synchronized (Ledger.this) {
                long bytes = 0;
                for (long id : ids) {
                    Entry e = entries.remove(id);
                    bytes += e == null ? 0 : e.claim.bytes;
                }
                return bytes;
            }
        }
    }

    /// Bytes that could be taken now, with all caches dropped.
    public synchronized long room(String pool) {
        return budget(pool) - used(pool) + cached(pool);
    }

    private synchronized long cached(String pool) {
        return entries.values().stream()
                .filter(e -> e.claim.evict != null && e.claim.pool.equals(pool))
                .mapToLong(e -> e.claim.bytes)
                .sum();
    }

    /// Takes all claims or none. Caches are dropped first where room is short and that makes enough of it.
    ///
    /// @param advice what the user can do, the end of the sentence
    /// @throws DeviceMemoryException when the budget has no room
    public Held take(List<Claim> claims, String subject, LongFunction<String> advice) {
        String pool = claims.getFirst().pool;
        long wanted = claims.stream().mapToLong(Claim::bytes).sum();
        synchronized (this) {
            taking++;
        }
        try {
            if (wanted > budget(pool) - used(pool) && wanted <= room(pool)) {
                flush(pool);
            }
            return takeNow(claims, pool, wanted, subject, advice);
        } finally {
            synchronized (this) {
                taking--;
            }
        }
    }

    private synchronized Held takeNow(
            List<Claim> claims, String pool, long wanted, String subject, LongFunction<String> advice) {
        long used = used(pool);
        long budget = budget(pool);
        if (wanted > budget - used) {
            throw new DeviceMemoryException(
                    wanted,
                    budget,
                    used,
                    subject + " needs " + Bytes.text(wanted) + ", the budget is " + Bytes.text(budget) + " ("
                            + Bytes.text(used) + " used); " + advice.apply(room(pool)) + inWords());
        }
        List<Long> ids = new ArrayList<>();
        for (Claim claim : claims) {
            ids.add(nextId);
            entries.put(nextId, new Entry(nextId, claim));
            nextId++;
        }
        peaks.merge(pool, used + wanted, Math::max);
        return new Held(ids);
    }

    /// Takes room for a cache where `leave` bytes stay free after it; drops nothing, and takes nothing while somebody
    /// takes room for data.
    ///
    /// @return null when there is no room
    public synchronized @Nullable Held takeIfFree(Claim cache, long leave) {
        return taking > 0 || cache.bytes > budget(cache.pool) - used(cache.pool) - leave ? null : note(cache);
    }

    /// Notes a cache. It never fails: a cache is small and goes first when room is short.
    public synchronized Held note(Claim cache) {
        entries.put(nextId, new Entry(nextId, cache));
        peaks.merge(cache.pool, used(cache.pool), Math::max);
        return new Held(List.of(nextId++));
    }

    public synchronized long budget(String pool) {
        return budgets.getOrDefault(pool, pool.equals(BUFFERS) ? Long.MAX_VALUE : hostBudget);
    }

    public synchronized void budget(String pool, long bytes) {
        budgets.put(pool, bytes);
    }

    /// Sets the budget of a pool that has none yet.
    public synchronized void defaultBudget(String pool, long bytes) {
        budgets.putIfAbsent(pool, bytes);
    }

    public synchronized long used(String pool) {
        return entries.values().stream()
                .filter(e -> e.claim.pool.equals(pool))
                .mapToLong(e -> e.claim.bytes)
                .sum();
    }

    /// Drops all caches, of one pool or (null) of all.
    ///
    /// @return bytes given back
    public long flush(@Nullable String pool) {
        List<Entry> caches;
        synchronized (this) {
            caches = entries.values().stream()
                    .filter(e -> e.claim.evict != null && (pool == null || e.claim.pool.equals(pool)))
                    .toList();
        }
        long before = total();
        for (Entry e : caches) {
            // Outside the lock: dropping a cache takes its owner's lock, whose holder may be waiting for this one.
            if (e.claim.evict != null) {
                e.claim.evict.run();
            }
        }
        return Math.max(0, before - total());
    }

    private synchronized long total() {
        return entries.values().stream().mapToLong(e -> e.claim.bytes).sum();
    }

    /// The report as the end of an error's message; nothing when nothing is held.
    public synchronized String inWords() {
        return entries.isEmpty() ? "" : System.lineSeparator() + report();
    }

    public synchronized MemoryReport report() {
        return report(pool -> -1);
    }

    /// @param driver free bytes of a pool's device as its driver tells, -1 where it does not
    public synchronized MemoryReport report(ToLongFunction<String> driver) {
        Set<String> names = new LinkedHashSet<>();
        names.add(HOST);
        names.addAll(peaks.keySet());
        entries.values().forEach(e -> names.add(e.claim.pool));
        var pools = names.stream()
                .map(name -> new MemoryReport.Pool(
                        name,
                        used(name),
                        cached(name),
                        peaks.getOrDefault(name, 0L),
                        name.equals(HOST) || name.equals(BUFFERS) ? -1 : driver.applyAsLong(name),
                        name.equals(BUFFERS) ? -1 : budget(name)))
                .toList();
        var lines = entries.values().stream()
                .map(e -> new MemoryReport.Line(
                        e.claim.owner,
                        e.claim.what,
                        e.claim.dtype,
                        e.claim.where,
                        e.claim.bytes,
                        e.claim.evict != null))
                .toList();
        return new MemoryReport(pools, MachineMemory.residentBytes(), lines);
    }
}
