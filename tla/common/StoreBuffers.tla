----------------------------- MODULE StoreBuffers -----------------------------
(***************************************************************************)
(* The shared memory that the specifications run on.  Each thread has a    *)
(* buffer of stores that others do not see yet; it sees them itself.       *)
(*                                                                         *)
(*   opaque, plain   the store may leave the buffer at any time, also      *)
(*                   before older ones, unless they are to the same word   *)
(*   release         it leaves when all older ones have left               *)
(*   volatile, CAS,  all older ones leave first, and it takes effect       *)
(*   full fence      at once                                               *)
(*                                                                         *)
(* So a store without its release, and a full fence that is left out, have *)
(* counterexamples.  Loads happen in the order of the program: a missing   *)
(* acquire is shown by a mutant that swaps two loads.  A store never takes *)
(* effect before an older load: where that matters a mutant swaps the two. *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
  Words,
  Threads,
  Depth      \* stores that a buffer holds; real ones are bounded, too

(* Memory in which each word holds its value of `values`. *)
Fresh(values) ==
  [holds |-> values, buffer |-> [t \in Threads |-> << >>]]

Pending(m, t, w) == {k \in DOMAIN m.buffer[t] : m.buffer[t][k].word = w}

Load(m, t, w) ==
  IF Pending(m, t, w) = {} THEN m.holds[w]
  ELSE m.buffer[t][CHOOSE k \in Pending(m, t, w) : \A j \in Pending(m, t, w) : j <= k].value

(* Where the store of a thread stands that is the next one but for those that may be overtaken. *)
MayLeave(m, t) ==
  {k \in DOMAIN m.buffer[t] :
     /\ m.buffer[t][k].order = "release" => k = 1
     /\ \A j \in 1 .. k - 1 : m.buffer[t][j].word # m.buffer[t][k].word}

Left(m, t, k) ==
  [holds  |-> [m.holds EXCEPT ![m.buffer[t][k].word] = m.buffer[t][k].value],
   buffer |-> [m.buffer EXCEPT ![t] = SubSeq(@, 1, k - 1) \o SubSeq(@, k + 1, Len(@))]]

HasRoom(m, t) == Len(m.buffer[t]) < Depth
IsEmpty(m, t) == m.buffer[t] = << >>

(* A store by a thread whose buffer has room; one that is volatile needs it empty. *)
Store(m, t, w, value, order) ==
  IF order = "volatile"
  THEN [m EXCEPT !.holds[w] = value]
  ELSE [m EXCEPT !.buffer[t] = Append(@, [word |-> w, value |-> value, order |-> order])]

MayStore(m, t, order) == IF order = "volatile" THEN IsEmpty(m, t) ELSE HasRoom(m, t)

(* A compare-and-set by a thread whose buffer is empty. *)
Swap(m, w, expected, value) ==
  IF m.holds[w] = expected
  THEN [done |-> TRUE, memory |-> [m EXCEPT !.holds[w] = value]]
  ELSE [done |-> FALSE, memory |-> m]
================================================================================
