------------------------------- MODULE MpscRing -------------------------------
(***************************************************************************)
(* io.ringkernel.queue.MpscRing and Claims: several producers claim        *)
(* positions of one tail, each slot publishes itself by its state word,    *)
(* one consumer takes them in order and heals what producers leave behind. *)
(* Each label is one access to shared memory, in the order of the code;    *)
(* docs/verification.md says which line each stands for.                   *)
(*                                                                         *)
(* MUTANT CommitOpaque: Intact: the state word is stored without release   *)
(* MUTANT PayloadFirst: Intact: the payload is read before the state word  *)
(* MUTANT HeadFirst: Intact: the slot is given back before it is read      *)
(* MUTANT NoLimit: Bounded: a claim does not look whether the ring is full *)
(* MUTANT TailNotSwapped: Bounded: tail is stored, not compared and set    *)
(* MUTANT HealStores: Accounted: heal marks the slot by a store, not a CAS *)
(* MUTANT RetiredIgnored: Intact: claims do not look for retired slots     *)
(* MUTANT NoHeal@crash: Ends: the consumer never heals                           *)
(* MUTANT OwnMarkKept@late: SlotsComeBack: a producer that finds its own slot retired passes over it *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, StoreBuffers

CONSTANTS
  Producers,   \* numbers from 1 on
  Capacity,
  Messages,    \* how many each producer sends, a sequence
  Aborting,    \* the producers that may abort what they claimed
  Crashes,     \* how many producers may die between claim and commit
  Timeouts,    \* how often a living producer is taken for dead
  Mutant

Consumer == 0
Slots == 0 .. Capacity - 1
StateOf(s) == <<"state", s>>
OwnerOf(s) == <<"owner", s>>
PayloadOf(s) == <<"payload", s>>
TAIL == <<"tail", 0>>
CACHED_HEAD == <<"cachedHead", 0>>
HEAD == <<"head", 0>>
RETIRED == <<"retired", 0>>
RingWords == {StateOf(s) : s \in Slots} \cup {OwnerOf(s) : s \in Slots}
         \cup {PayloadOf(s) : s \in Slots} \cup {TAIL, CACHED_HEAD, HEAD, RETIRED}
RingThreads == Producers \cup {Consumer}

Buffer(t) == 100 + t
Buffers == {Buffer(t) : t \in Threads}

At(position) == position % Capacity
Committed(position) == 2 * (position + 1)
Aborted(position) == 2 * (position + 1) + 1
RetiredAt(position) == 0 - (position + 1)
Lap(position) == position \div Capacity + 1
Nobody == 99
Owned(position, who) == Lap(position) * 100 + who
Message(producer, number) == producer * 10 + number
TwoAndOne == <<2, 1>>
OneAndOne == <<1, 1>>
TwoOneOne == <<2, 1, 1>>

Mode(mutant, order) == IF Mutant = mutant THEN "opaque" ELSE order

(*--algorithm MpscRing
variables
  memory = Fresh([w \in Words |-> 0]),
  timeouts = 0,
  died = {},                       \* producers
  gone = {},                       \* those that have died or ended
  \* what was meant and what came of it; seen by the properties only
  claimed = << >>,                 \* the message of each position, from position 0 on
  committed = {},                  \* positions
  passed = {},                     \* given up by the claimant for a late producer's sake
  skipped = {},
  healed = {},
  lost = {},                       \* healed although committed
  received = << >>,                \* pairs of position and message
  torn = FALSE,
  overrun = FALSE;

macro store(word, value, order) begin
  await MayStore(memory, self, order);
  memory := Store(memory, self, word, value, order);
end macro;

macro die() begin
  await Cardinality(died) < Crashes;
  died := died \cup {self};
  goto End;
end macro;

fair process Producer \in Producers
variables number = 1, tail = 0, seen = 0;
begin
ReadTail:
  while number <= Messages[self] do
    with read = Load(memory, self, TAIL) do
      tail := read;
    end with;
ReadCached:
    with read = Load(memory, self, CACHED_HEAD) do
      if tail + 1 - Capacity <= read \/ Mutant = "NoLimit" then
        goto Claim;
      end if;
    end with;
ReadHead:
    with read = Load(memory, self, HEAD) do
      seen := read;
    end with;
StoreCached:
    store(CACHED_HEAD, seen, "release");
    if tail + 1 - Capacity > seen then
      seen := 0;
      goto ReadTail;               \* full: it tries again
    else
      seen := 0;
    end if;
Claim:
    await IsEmpty(memory, self);
    with swap = IF Mutant = "TailNotSwapped"
                THEN [done |-> TRUE, memory |-> Store(memory, self, TAIL, tail + 1, "volatile")]
                ELSE Swap(memory, TAIL, tail, tail + 1) do
      memory := swap.memory;
      if swap.done then
        overrun := overrun \/ tail - memory.holds[HEAD] >= Capacity \/ Len(claimed) # tail;
        claimed := [i \in 1 .. (IF tail < Len(claimed) THEN Len(claimed) ELSE tail + 1) |->
                      IF i = tail + 1 THEN Message(self, number) ELSE claimed[i]];
      else
        tail := 0;
        goto ReadTail;
      end if;
    end with;
LookForRetired:
    either
      with read = Load(memory, self, RETIRED) do
        if read = 0 \/ Mutant = "RetiredIgnored" then
          goto Own;
        end if;
      end with;
    or die();
    end either;
IsUsable:
    with read = Load(memory, self, StateOf(At(tail))) do
      if read >= 0 then
        goto Own;
      elsif read = RetiredAt(tail) /\ Mutant # "OwnMarkKept" then
        goto GiveBack;
      end if;
    end with;
PassOver:
    passed := passed \cup (IF memory.holds[StateOf(At(tail))] = RetiredAt(tail) THEN {} ELSE {tail});
    store(OwnerOf(At(tail)), Owned(tail, Nobody), "release");
    tail := 0;
    goto ReadTail;
GiveBack:                          \* it was late itself: an old state, the slot is in use again
    store(StateOf(At(tail)), Aborted(tail), "release");
    tail := 0;
    goto ReadTail;
Own:
    either store(OwnerOf(At(tail)), Owned(tail, self), "opaque");
    or die();
    end either;
Write:
    either store(PayloadOf(At(tail)), Message(self, number), "opaque");
    or await self \in Aborting; goto Abort;
    or die();
    end either;
Commit:
    either
      store(StateOf(At(tail)), Committed(tail), Mode("CommitOpaque", "release"));
      committed := committed \cup {tail};
      number := number + 1;
      tail := 0;
      goto ReadTail;
    or die();
    end either;
Abort:
    store(StateOf(At(tail)), Aborted(tail), "release");
    number := number + 1;
    tail := 0;
  end while;
End:
  gone := gone \cup {self};
  tail := 0;
end process;

fair process TheConsumer \in {Consumer}
variables head = 0, expected = 0, dead = FALSE, early = 0;
begin
Peek:
  while ~(gone = Producers /\ head = memory.holds[TAIL]) do
    if Mutant = "PayloadFirst" then
      early := Load(memory, self, PayloadOf(At(head)));
    end if;
Look:
    with read = Load(memory, self, StateOf(At(head))) do
      if read = Committed(head) then
        if Mutant = "HeadFirst" then goto Release; else goto Take; end if;
      elsif read = Aborted(head) then
        goto Skip;
      end if;
    end with;
PeekRetired:
    with read = Load(memory, self, RETIRED) do
      if read = 0 then
        goto HealTail;
      end if;
    end with;
PeekOwner:
    with read = Load(memory, self, OwnerOf(At(head))) do
      if read = Owned(head, Nobody) then
        goto Skip;
      end if;
    end with;
HealTail:
    with read = Load(memory, self, TAIL) do
      if read = head \/ Mutant = "NoHeal" then
        goto Peek;
      end if;
    end with;
HealOwner:
    with read = Load(memory, self, OwnerOf(At(head))) do
      \* that a thread has ended is known after all that it did
      dead := \E p \in gone : read = Owned(head, p) /\ IsEmpty(memory, p);
    end with;
HealState:
    with read = Load(memory, self, StateOf(At(head))) do
      if read = Committed(head) \/ read = Aborted(head) then
        dead := FALSE;
        goto Peek;
      elsif dead then
        expected := read;
        goto HealSwap;
      else
        with claimant = claimed[head + 1] \div 10 do
          if claimant \in gone /\ IsEmpty(memory, claimant) then
            expected := read;      \* it had not yet left its name: the time passes
          else
            either
              await timeouts < Timeouts;
              timeouts := timeouts + 1;
              expected := read;
            or
              goto Peek;
            end either;
          end if;
        end with;
      end if;
    end with;
Mark:
    store(RETIRED, 1, "release");
HealSwap:
    await IsEmpty(memory, self);
    with mark = IF dead THEN Aborted(head) ELSE RetiredAt(head),
         swap = IF Mutant = "HealStores"
                THEN [done |-> TRUE, memory |-> Store(memory, self, StateOf(At(head)), mark, "volatile")]
                ELSE Swap(memory, StateOf(At(head)), expected, mark) do
      lost := IF swap.done /\ memory.holds[StateOf(At(head))] = Committed(head)
              THEN lost \cup {head} ELSE lost;
      memory := swap.memory;
      expected := 0;
      dead := FALSE;
      if swap.done then
        healed := healed \cup {head};
      else
        goto Peek;
      end if;
    end with;
Skip:
    store(HEAD, head + 1, "release");
    skipped := skipped \cup {head};
    head := head + 1;
    goto Peek;
Take:
    with read = IF Mutant = "PayloadFirst" THEN early ELSE Load(memory, self, PayloadOf(At(head))) do
      received := Append(received, <<head, read>>);
      torn := torn \/ read # claimed[head + 1];
      if Mutant = "HeadFirst" then
        head := head + 1;
        goto Peek;
      end if;
    end with;
Release:
    store(HEAD, head + 1, "release");
    if Mutant = "HeadFirst" then
      goto Take;
    else
      head := head + 1;
    end if;
  end while;
end process;

fair process Flusher \in Buffers
begin
Flush:
  while pc[self - 100] # "Done" \/ ~IsEmpty(memory, self - 100) do
    with k \in MayLeave(memory, self - 100) do
      memory := Left(memory, self - 100, k);
    end with;
  end while;
end process;
end algorithm; *)
\* BEGIN TRANSLATION (chksum(pcal) = "a1f0988c" /\ chksum(tla) = "1fc629cd")
VARIABLES memory, timeouts, died, gone, claimed, committed, passed, skipped, 
          healed, lost, received, torn, overrun, pc, number, tail, seen, head, 
          expected, dead, early

vars == << memory, timeouts, died, gone, claimed, committed, passed, skipped, 
           healed, lost, received, torn, overrun, pc, number, tail, seen, 
           head, expected, dead, early >>

ProcSet == (Producers) \cup ({Consumer}) \cup (Buffers)

Init == (* Global variables *)
        /\ memory = Fresh([w \in Words |-> 0])
        /\ timeouts = 0
        /\ died = {}
        /\ gone = {}
        /\ claimed = << >>
        /\ committed = {}
        /\ passed = {}
        /\ skipped = {}
        /\ healed = {}
        /\ lost = {}
        /\ received = << >>
        /\ torn = FALSE
        /\ overrun = FALSE
        (* Process Producer *)
        /\ number = [self \in Producers |-> 1]
        /\ tail = [self \in Producers |-> 0]
        /\ seen = [self \in Producers |-> 0]
        (* Process TheConsumer *)
        /\ head = [self \in {Consumer} |-> 0]
        /\ expected = [self \in {Consumer} |-> 0]
        /\ dead = [self \in {Consumer} |-> FALSE]
        /\ early = [self \in {Consumer} |-> 0]
        /\ pc = [self \in ProcSet |-> CASE self \in Producers -> "ReadTail"
                                        [] self \in {Consumer} -> "Peek"
                                        [] self \in Buffers -> "Flush"]

ReadTail(self) == /\ pc[self] = "ReadTail"
                  /\ IF number[self] <= Messages[self]
                        THEN /\ LET read == Load(memory, self, TAIL) IN
                                  tail' = [tail EXCEPT ![self] = read]
                             /\ pc' = [pc EXCEPT ![self] = "ReadCached"]
                        ELSE /\ pc' = [pc EXCEPT ![self] = "End"]
                             /\ tail' = tail
                  /\ UNCHANGED << memory, timeouts, died, gone, claimed, 
                                  committed, passed, skipped, healed, lost, 
                                  received, torn, overrun, number, seen, head, 
                                  expected, dead, early >>

ReadCached(self) == /\ pc[self] = "ReadCached"
                    /\ LET read == Load(memory, self, CACHED_HEAD) IN
                         IF tail[self] + 1 - Capacity <= read \/ Mutant = "NoLimit"
                            THEN /\ pc' = [pc EXCEPT ![self] = "Claim"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "ReadHead"]
                    /\ UNCHANGED << memory, timeouts, died, gone, claimed, 
                                    committed, passed, skipped, healed, lost, 
                                    received, torn, overrun, number, tail, 
                                    seen, head, expected, dead, early >>

ReadHead(self) == /\ pc[self] = "ReadHead"
                  /\ LET read == Load(memory, self, HEAD) IN
                       seen' = [seen EXCEPT ![self] = read]
                  /\ pc' = [pc EXCEPT ![self] = "StoreCached"]
                  /\ UNCHANGED << memory, timeouts, died, gone, claimed, 
                                  committed, passed, skipped, healed, lost, 
                                  received, torn, overrun, number, tail, head, 
                                  expected, dead, early >>

StoreCached(self) == /\ pc[self] = "StoreCached"
                     /\ MayStore(memory, self, "release")
                     /\ memory' = Store(memory, self, CACHED_HEAD, seen[self], "release")
                     /\ IF tail[self] + 1 - Capacity > seen[self]
                           THEN /\ seen' = [seen EXCEPT ![self] = 0]
                                /\ pc' = [pc EXCEPT ![self] = "ReadTail"]
                           ELSE /\ seen' = [seen EXCEPT ![self] = 0]
                                /\ pc' = [pc EXCEPT ![self] = "Claim"]
                     /\ UNCHANGED << timeouts, died, gone, claimed, committed, 
                                     passed, skipped, healed, lost, received, 
                                     torn, overrun, number, tail, head, 
                                     expected, dead, early >>

Claim(self) == /\ pc[self] = "Claim"
               /\ IsEmpty(memory, self)
               /\ LET swap == IF Mutant = "TailNotSwapped"
                              THEN [done |-> TRUE, memory |-> Store(memory, self, TAIL, tail[self] + 1, "volatile")]
                              ELSE Swap(memory, TAIL, tail[self], tail[self] + 1) IN
                    /\ memory' = swap.memory
                    /\ IF swap.done
                          THEN /\ overrun' = (overrun \/ tail[self] - memory'.holds[HEAD] >= Capacity \/ Len(claimed) # tail[self])
                               /\ claimed' = [i \in 1 .. (IF tail[self] < Len(claimed) THEN Len(claimed) ELSE tail[self] + 1) |->
                                                IF i = tail[self] + 1 THEN Message(self, number[self]) ELSE claimed[i]]
                               /\ pc' = [pc EXCEPT ![self] = "LookForRetired"]
                               /\ tail' = tail
                          ELSE /\ tail' = [tail EXCEPT ![self] = 0]
                               /\ pc' = [pc EXCEPT ![self] = "ReadTail"]
                               /\ UNCHANGED << claimed, overrun >>
               /\ UNCHANGED << timeouts, died, gone, committed, passed, 
                               skipped, healed, lost, received, torn, number, 
                               seen, head, expected, dead, early >>

LookForRetired(self) == /\ pc[self] = "LookForRetired"
                        /\ \/ /\ LET read == Load(memory, self, RETIRED) IN
                                   IF read = 0 \/ Mutant = "RetiredIgnored"
                                      THEN /\ pc' = [pc EXCEPT ![self] = "Own"]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "IsUsable"]
                              /\ died' = died
                           \/ /\ Cardinality(died) < Crashes
                              /\ died' = (died \cup {self})
                              /\ pc' = [pc EXCEPT ![self] = "End"]
                        /\ UNCHANGED << memory, timeouts, gone, claimed, 
                                        committed, passed, skipped, healed, 
                                        lost, received, torn, overrun, number, 
                                        tail, seen, head, expected, dead, 
                                        early >>

IsUsable(self) == /\ pc[self] = "IsUsable"
                  /\ LET read == Load(memory, self, StateOf(At(tail[self]))) IN
                       IF read >= 0
                          THEN /\ pc' = [pc EXCEPT ![self] = "Own"]
                          ELSE /\ IF read = RetiredAt(tail[self]) /\ Mutant # "OwnMarkKept"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "GiveBack"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "PassOver"]
                  /\ UNCHANGED << memory, timeouts, died, gone, claimed, 
                                  committed, passed, skipped, healed, lost, 
                                  received, torn, overrun, number, tail, seen, 
                                  head, expected, dead, early >>

PassOver(self) == /\ pc[self] = "PassOver"
                  /\ passed' = (passed \cup (IF memory.holds[StateOf(At(tail[self]))] = RetiredAt(tail[self]) THEN {} ELSE {tail[self]}))
                  /\ MayStore(memory, self, "release")
                  /\ memory' = Store(memory, self, (OwnerOf(At(tail[self]))), (Owned(tail[self], Nobody)), "release")
                  /\ tail' = [tail EXCEPT ![self] = 0]
                  /\ pc' = [pc EXCEPT ![self] = "ReadTail"]
                  /\ UNCHANGED << timeouts, died, gone, claimed, committed, 
                                  skipped, healed, lost, received, torn, 
                                  overrun, number, seen, head, expected, dead, 
                                  early >>

GiveBack(self) == /\ pc[self] = "GiveBack"
                  /\ MayStore(memory, self, "release")
                  /\ memory' = Store(memory, self, (StateOf(At(tail[self]))), (Aborted(tail[self])), "release")
                  /\ tail' = [tail EXCEPT ![self] = 0]
                  /\ pc' = [pc EXCEPT ![self] = "ReadTail"]
                  /\ UNCHANGED << timeouts, died, gone, claimed, committed, 
                                  passed, skipped, healed, lost, received, 
                                  torn, overrun, number, seen, head, expected, 
                                  dead, early >>

Own(self) == /\ pc[self] = "Own"
             /\ \/ /\ MayStore(memory, self, "opaque")
                   /\ memory' = Store(memory, self, (OwnerOf(At(tail[self]))), (Owned(tail[self], self)), "opaque")
                   /\ pc' = [pc EXCEPT ![self] = "Write"]
                   /\ died' = died
                \/ /\ Cardinality(died) < Crashes
                   /\ died' = (died \cup {self})
                   /\ pc' = [pc EXCEPT ![self] = "End"]
                   /\ UNCHANGED memory
             /\ UNCHANGED << timeouts, gone, claimed, committed, passed, 
                             skipped, healed, lost, received, torn, overrun, 
                             number, tail, seen, head, expected, dead, early >>

Write(self) == /\ pc[self] = "Write"
               /\ \/ /\ MayStore(memory, self, "opaque")
                     /\ memory' = Store(memory, self, (PayloadOf(At(tail[self]))), (Message(self, number[self])), "opaque")
                     /\ pc' = [pc EXCEPT ![self] = "Commit"]
                     /\ died' = died
                  \/ /\ self \in Aborting
                     /\ pc' = [pc EXCEPT ![self] = "Abort"]
                     /\ UNCHANGED <<memory, died>>
                  \/ /\ Cardinality(died) < Crashes
                     /\ died' = (died \cup {self})
                     /\ pc' = [pc EXCEPT ![self] = "End"]
                     /\ UNCHANGED memory
               /\ UNCHANGED << timeouts, gone, claimed, committed, passed, 
                               skipped, healed, lost, received, torn, overrun, 
                               number, tail, seen, head, expected, dead, early >>

Commit(self) == /\ pc[self] = "Commit"
                /\ \/ /\ MayStore(memory, self, (Mode("CommitOpaque", "release")))
                      /\ memory' = Store(memory, self, (StateOf(At(tail[self]))), (Committed(tail[self])), (Mode("CommitOpaque", "release")))
                      /\ committed' = (committed \cup {tail[self]})
                      /\ number' = [number EXCEPT ![self] = number[self] + 1]
                      /\ tail' = [tail EXCEPT ![self] = 0]
                      /\ pc' = [pc EXCEPT ![self] = "ReadTail"]
                      /\ died' = died
                   \/ /\ Cardinality(died) < Crashes
                      /\ died' = (died \cup {self})
                      /\ pc' = [pc EXCEPT ![self] = "End"]
                      /\ UNCHANGED <<memory, committed, number, tail>>
                /\ UNCHANGED << timeouts, gone, claimed, passed, skipped, 
                                healed, lost, received, torn, overrun, seen, 
                                head, expected, dead, early >>

Abort(self) == /\ pc[self] = "Abort"
               /\ MayStore(memory, self, "release")
               /\ memory' = Store(memory, self, (StateOf(At(tail[self]))), (Aborted(tail[self])), "release")
               /\ number' = [number EXCEPT ![self] = number[self] + 1]
               /\ tail' = [tail EXCEPT ![self] = 0]
               /\ pc' = [pc EXCEPT ![self] = "ReadTail"]
               /\ UNCHANGED << timeouts, died, gone, claimed, committed, 
                               passed, skipped, healed, lost, received, torn, 
                               overrun, seen, head, expected, dead, early >>

End(self) == /\ pc[self] = "End"
             /\ gone' = (gone \cup {self})
             /\ tail' = [tail EXCEPT ![self] = 0]
             /\ pc' = [pc EXCEPT ![self] = "Done"]
             /\ UNCHANGED << memory, timeouts, died, claimed, committed, 
                             passed, skipped, healed, lost, received, torn, 
                             overrun, number, seen, head, expected, dead, 
                             early >>

Producer(self) == ReadTail(self) \/ ReadCached(self) \/ ReadHead(self)
                     \/ StoreCached(self) \/ Claim(self)
                     \/ LookForRetired(self) \/ IsUsable(self)
                     \/ PassOver(self) \/ GiveBack(self) \/ Own(self)
                     \/ Write(self) \/ Commit(self) \/ Abort(self)
                     \/ End(self)

Peek(self) == /\ pc[self] = "Peek"
              /\ IF ~(gone = Producers /\ head[self] = memory.holds[TAIL])
                    THEN /\ IF Mutant = "PayloadFirst"
                               THEN /\ early' = [early EXCEPT ![self] = Load(memory, self, PayloadOf(At(head[self])))]
                               ELSE /\ TRUE
                                    /\ early' = early
                         /\ pc' = [pc EXCEPT ![self] = "Look"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ early' = early
              /\ UNCHANGED << memory, timeouts, died, gone, claimed, committed, 
                              passed, skipped, healed, lost, received, torn, 
                              overrun, number, tail, seen, head, expected, 
                              dead >>

Look(self) == /\ pc[self] = "Look"
              /\ LET read == Load(memory, self, StateOf(At(head[self]))) IN
                   IF read = Committed(head[self])
                      THEN /\ IF Mutant = "HeadFirst"
                                 THEN /\ pc' = [pc EXCEPT ![self] = "Release"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "Take"]
                      ELSE /\ IF read = Aborted(head[self])
                                 THEN /\ pc' = [pc EXCEPT ![self] = "Skip"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "PeekRetired"]
              /\ UNCHANGED << memory, timeouts, died, gone, claimed, committed, 
                              passed, skipped, healed, lost, received, torn, 
                              overrun, number, tail, seen, head, expected, 
                              dead, early >>

PeekRetired(self) == /\ pc[self] = "PeekRetired"
                     /\ LET read == Load(memory, self, RETIRED) IN
                          IF read = 0
                             THEN /\ pc' = [pc EXCEPT ![self] = "HealTail"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "PeekOwner"]
                     /\ UNCHANGED << memory, timeouts, died, gone, claimed, 
                                     committed, passed, skipped, healed, lost, 
                                     received, torn, overrun, number, tail, 
                                     seen, head, expected, dead, early >>

PeekOwner(self) == /\ pc[self] = "PeekOwner"
                   /\ LET read == Load(memory, self, OwnerOf(At(head[self]))) IN
                        IF read = Owned(head[self], Nobody)
                           THEN /\ pc' = [pc EXCEPT ![self] = "Skip"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "HealTail"]
                   /\ UNCHANGED << memory, timeouts, died, gone, claimed, 
                                   committed, passed, skipped, healed, lost, 
                                   received, torn, overrun, number, tail, seen, 
                                   head, expected, dead, early >>

HealTail(self) == /\ pc[self] = "HealTail"
                  /\ LET read == Load(memory, self, TAIL) IN
                       IF read = head[self] \/ Mutant = "NoHeal"
                          THEN /\ pc' = [pc EXCEPT ![self] = "Peek"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "HealOwner"]
                  /\ UNCHANGED << memory, timeouts, died, gone, claimed, 
                                  committed, passed, skipped, healed, lost, 
                                  received, torn, overrun, number, tail, seen, 
                                  head, expected, dead, early >>

HealOwner(self) == /\ pc[self] = "HealOwner"
                   /\ LET read == Load(memory, self, OwnerOf(At(head[self]))) IN
                        dead' = [dead EXCEPT ![self] = \E p \in gone : read = Owned(head[self], p) /\ IsEmpty(memory, p)]
                   /\ pc' = [pc EXCEPT ![self] = "HealState"]
                   /\ UNCHANGED << memory, timeouts, died, gone, claimed, 
                                   committed, passed, skipped, healed, lost, 
                                   received, torn, overrun, number, tail, seen, 
                                   head, expected, early >>

HealState(self) == /\ pc[self] = "HealState"
                   /\ LET read == Load(memory, self, StateOf(At(head[self]))) IN
                        IF read = Committed(head[self]) \/ read = Aborted(head[self])
                           THEN /\ dead' = [dead EXCEPT ![self] = FALSE]
                                /\ pc' = [pc EXCEPT ![self] = "Peek"]
                                /\ UNCHANGED << timeouts, expected >>
                           ELSE /\ IF dead[self]
                                      THEN /\ expected' = [expected EXCEPT ![self] = read]
                                           /\ pc' = [pc EXCEPT ![self] = "HealSwap"]
                                           /\ UNCHANGED timeouts
                                      ELSE /\ LET claimant == claimed[head[self] + 1] \div 10 IN
                                                IF claimant \in gone /\ IsEmpty(memory, claimant)
                                                   THEN /\ expected' = [expected EXCEPT ![self] = read]
                                                        /\ pc' = [pc EXCEPT ![self] = "Mark"]
                                                        /\ UNCHANGED timeouts
                                                   ELSE /\ \/ /\ timeouts < Timeouts
                                                              /\ timeouts' = timeouts + 1
                                                              /\ expected' = [expected EXCEPT ![self] = read]
                                                              /\ pc' = [pc EXCEPT ![self] = "Mark"]
                                                           \/ /\ pc' = [pc EXCEPT ![self] = "Peek"]
                                                              /\ UNCHANGED <<timeouts, expected>>
                                /\ dead' = dead
                   /\ UNCHANGED << memory, died, gone, claimed, committed, 
                                   passed, skipped, healed, lost, received, 
                                   torn, overrun, number, tail, seen, head, 
                                   early >>

Mark(self) == /\ pc[self] = "Mark"
              /\ MayStore(memory, self, "release")
              /\ memory' = Store(memory, self, RETIRED, 1, "release")
              /\ pc' = [pc EXCEPT ![self] = "HealSwap"]
              /\ UNCHANGED << timeouts, died, gone, claimed, committed, passed, 
                              skipped, healed, lost, received, torn, overrun, 
                              number, tail, seen, head, expected, dead, early >>

HealSwap(self) == /\ pc[self] = "HealSwap"
                  /\ IsEmpty(memory, self)
                  /\ LET mark == IF dead[self] THEN Aborted(head[self]) ELSE RetiredAt(head[self]) IN
                       LET swap == IF Mutant = "HealStores"
                                   THEN [done |-> TRUE, memory |-> Store(memory, self, StateOf(At(head[self])), mark, "volatile")]
                                   ELSE Swap(memory, StateOf(At(head[self])), expected[self], mark) IN
                         /\ lost' = (IF swap.done /\ memory.holds[StateOf(At(head[self]))] = Committed(head[self])
                                     THEN lost \cup {head[self]} ELSE lost)
                         /\ memory' = swap.memory
                         /\ expected' = [expected EXCEPT ![self] = 0]
                         /\ dead' = [dead EXCEPT ![self] = FALSE]
                         /\ IF swap.done
                               THEN /\ healed' = (healed \cup {head[self]})
                                    /\ pc' = [pc EXCEPT ![self] = "Skip"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "Peek"]
                                    /\ UNCHANGED healed
                  /\ UNCHANGED << timeouts, died, gone, claimed, committed, 
                                  passed, skipped, received, torn, overrun, 
                                  number, tail, seen, head, early >>

Skip(self) == /\ pc[self] = "Skip"
              /\ MayStore(memory, self, "release")
              /\ memory' = Store(memory, self, HEAD, (head[self] + 1), "release")
              /\ skipped' = (skipped \cup {head[self]})
              /\ head' = [head EXCEPT ![self] = head[self] + 1]
              /\ pc' = [pc EXCEPT ![self] = "Peek"]
              /\ UNCHANGED << timeouts, died, gone, claimed, committed, passed, 
                              healed, lost, received, torn, overrun, number, 
                              tail, seen, expected, dead, early >>

Take(self) == /\ pc[self] = "Take"
              /\ LET read == IF Mutant = "PayloadFirst" THEN early[self] ELSE Load(memory, self, PayloadOf(At(head[self]))) IN
                   /\ received' = Append(received, <<head[self], read>>)
                   /\ torn' = (torn \/ read # claimed[head[self] + 1])
                   /\ IF Mutant = "HeadFirst"
                         THEN /\ head' = [head EXCEPT ![self] = head[self] + 1]
                              /\ pc' = [pc EXCEPT ![self] = "Peek"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "Release"]
                              /\ head' = head
              /\ UNCHANGED << memory, timeouts, died, gone, claimed, committed, 
                              passed, skipped, healed, lost, overrun, number, 
                              tail, seen, expected, dead, early >>

Release(self) == /\ pc[self] = "Release"
                 /\ MayStore(memory, self, "release")
                 /\ memory' = Store(memory, self, HEAD, (head[self] + 1), "release")
                 /\ IF Mutant = "HeadFirst"
                       THEN /\ pc' = [pc EXCEPT ![self] = "Take"]
                            /\ head' = head
                       ELSE /\ head' = [head EXCEPT ![self] = head[self] + 1]
                            /\ pc' = [pc EXCEPT ![self] = "Peek"]
                 /\ UNCHANGED << timeouts, died, gone, claimed, committed, 
                                 passed, skipped, healed, lost, received, torn, 
                                 overrun, number, tail, seen, expected, dead, 
                                 early >>

TheConsumer(self) == Peek(self) \/ Look(self) \/ PeekRetired(self)
                        \/ PeekOwner(self) \/ HealTail(self)
                        \/ HealOwner(self) \/ HealState(self) \/ Mark(self)
                        \/ HealSwap(self) \/ Skip(self) \/ Take(self)
                        \/ Release(self)

Flush(self) == /\ pc[self] = "Flush"
               /\ IF pc[self - 100] # "Done" \/ ~IsEmpty(memory, self - 100)
                     THEN /\ \E k \in MayLeave(memory, self - 100):
                               memory' = Left(memory, self - 100, k)
                          /\ pc' = [pc EXCEPT ![self] = "Flush"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          /\ UNCHANGED memory
               /\ UNCHANGED << timeouts, died, gone, claimed, committed, 
                               passed, skipped, healed, lost, received, torn, 
                               overrun, number, tail, seen, head, expected, 
                               dead, early >>

Flusher(self) == Flush(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in Producers: Producer(self))
           \/ (\E self \in {Consumer}: TheConsumer(self))
           \/ (\E self \in Buffers: Flusher(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in Producers : WF_vars(Producer(self))
        /\ \A self \in {Consumer} : WF_vars(TheConsumer(self))
        /\ \A self \in Buffers : WF_vars(Flusher(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 

Over(t) == pc[t] = "Done"
AllOver == \A t \in Threads : Over(t)
Positions == 0 .. Len(claimed) - 1
ReceivedPositions == {received[i][1] : i \in DOMAIN received}

(* Safety. *)

\* What is read at a position is what the producer wrote there, all of it.
Intact == ~torn

\* No more than Capacity positions are claimed and not given back; each is claimed once.
Bounded == ~overrun

\* In the order of the positions, and so of each sender; nothing twice.
Ordered ==
  \A i, j \in DOMAIN received : i < j =>
    /\ received[i][1] < received[j][1]
    /\ received[i][2] \div 10 = received[j][2] \div 10 => received[i][2] < received[j][2]

\* Nothing that was committed in time is passed over; only what was committed is received.
Accounted ==
  /\ lost = {}
  /\ ReceivedPositions \subseteq committed
  /\ ReceivedPositions \cap skipped = {}
  /\ \A p \in skipped : p \in committed => p \in healed

\* A slot that was taken from a living producer is in use again when that has come back; but for the
\* case that MpscRing calls rare twice over: one that had been passed over, and was taken nevertheless.
SlotsComeBack ==
  AllOver /\ (\A t \in Threads : IsEmpty(memory, t)) => \A s \in Slots :
    LET state == memory.holds[StateOf(s)]
    IN state < 0 => claimed[0 - state] \div 10 \in died \/ 0 - state - 1 \in passed

(* While a late producer keeps the only slot, others claim and pass over for ever: cut off there. *)
Short == Len(claimed) <= 3

(* Liveness. *)

Delivered == \A p \in 0 .. 1 :
  p \in committed ~> p \in ReceivedPositions \cup healed

\* Whoever dies, all others get rid of their messages and the consumer reaches the tail.
Ends == <>AllOver

================================================================================
