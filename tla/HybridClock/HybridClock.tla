------------------------------ MODULE HybridClock ------------------------------
(***************************************************************************)
(* io.ringkernel.clock.HybridClock: threads draw stamps from one word by   *)
(* adding to it, raise it to the physical clock when the draw is behind    *)
(* that, and wait when it is too far ahead.  The physical clock may stop   *)
(* for a while, jump, and be set back.  All accesses are volatile.         *)
(***************************************************************************)
(* MUTANT NoRaise: NotBehind: a draw behind the physical clock is issued as it is *)
(* MUTANT RaiseStores@two: Once: the word is raised by a store, not a compare-and-set *)
(* MUTANT NoBound: Near: nobody waits for the physical clock *)
(* MUTANT OldReading: Near: the steps back are added to a reading from before them *)
(* MUTANT LooksOnce@wait: Ends: a call that waits does not look at the physical clock again *)
(* MUTANT AnyRemote: WordNear: a stamp from a clock that runs ahead is taken over *)
EXTENDS Integers, FiniteSets

CONSTANTS
  Threads,
  Calls,       \* of each thread
  PerMilli,    \* stamps in a millisecond; 65,536 in the code
  MaxDrift,    \* milliseconds
  Remotes,     \* stamps that messages may bring
  LastMilli,   \* where the physical clock stops for good
  Backs,       \* by how many milliseconds it may be set back, once
  Mutant

MaxLead == MaxDrift * PerMilli + PerMilli - 1
Max(a, b) == IF a > b THEN a ELSE b
Largest(set) == CHOOSE n \in set : \A m \in set : m <= n

(*--algorithm HybridClock
variables
  word = 0,
  physical = 1,                    \* milliseconds
  unset = 1,                       \* where it would be had it never been set back
  observed = PerMilli,
  setBack = 0,
  backs = 0,
  issued = {0},
  twice = FALSE, behind = FALSE, late = FALSE, far = FALSE;

define
  Seen == physical * PerMilli
  Back == IF Seen < observed THEN setBack + observed - Seen ELSE setBack
  BackNow == IF physical >= word \div PerMilli THEN 0 ELSE Back
end define;

macro observe() begin              \* under the lock
  setBack := BackNow;
  observed := Seen;
end macro;

fair process Caller \in Threads
variables calls = 0, floor = 0, now = 0, least = 0, stamp = 0, seen = 0;
begin
Call:
  while calls < Calls do
    floor := Largest(issued);
    now := Seen;
    either
      goto Draw;
    or
      with remote \in Remotes do
        if remote - Seen > MaxLead /\ remote > word /\ Mutant # "AnyRemote" then
          goto Refused;
        else
          least := Max(remote + 1, Seen);
          goto Raise;
        end if;
      end with;
    end either;
Draw:
    stamp := word + 1;
    word := word + 1;
Settle:
    if stamp >= now \/ Mutant = "NoRaise" then
      goto KeepBound;
    else
      least := now;
      goto Raise;
    end if;
Raise:
    seen := word;
    if word >= least then
      stamp := word + 1;
      word := word + 1;
      goto KeepBound;
    end if;
RaiseSwap:
    if word = seen \/ Mutant = "RaiseStores" then
      word := least;
      stamp := least;
    else
      goto Raise;
    end if;
KeepBound:
    seen := 0;
    least := 0;
    if now > observed then
      observe();
    end if;
IsAhead:
    if stamp - now <= MaxLead \/ Mutant = "NoBound" then
      goto Issue;
    else
      least := setBack;            \* first the sum of the steps back, then the clock
    end if;
IsNear:
    if stamp - (IF Mutant = "OldReading" THEN now ELSE Seen) - least <= MaxLead then
      least := 0;
      goto Issue;
    else
      least := 0;
    end if;
Await:
    await Mutant # "LooksOnce" \/ seen = 0;
    observe();
    if stamp - (Seen + BackNow) > MaxLead then
      seen := 1;                   \* has looked
      if pc[0] = "Done" then
        goto Refused;              \* exhausted: the physical clock does not move any more
      else
        goto Await;
      end if;
    end if;
Issue:
    twice := twice \/ stamp \in issued;
    behind := behind \/ stamp < now;
    late := late \/ stamp <= floor;
    far := far \/ stamp - unset * PerMilli > MaxLead;
    issued := issued \cup {stamp};
    goto Ended;
Refused:
    skip;
Ended:
    calls := calls + 1;
    floor := 0; now := 0; least := 0; stamp := 0; seen := 0;
  end while;
end process;

fair process Time = 0
begin
Pass:
  while physical < LastMilli do
    either
      physical := physical + 1;
      unset := unset + 1;
    or
      await backs = 0;
      with step \in Backs do
        await physical - step >= 0;
        physical := physical - step;
        backs := 1;
      end with;
    end either;
  end while;
end process;
end algorithm; *)
\* BEGIN TRANSLATION (chksum(pcal) = "d98e042e" /\ chksum(tla) = "ad2916e9")
VARIABLES word, physical, unset, observed, setBack, backs, issued, twice, 
          behind, late, far, pc

(* define statement *)
Seen == physical * PerMilli
Back == IF Seen < observed THEN setBack + observed - Seen ELSE setBack
BackNow == IF physical >= word \div PerMilli THEN 0 ELSE Back

VARIABLES calls, floor, now, least, stamp, seen

vars == << word, physical, unset, observed, setBack, backs, issued, twice, 
           behind, late, far, pc, calls, floor, now, least, stamp, seen >>

ProcSet == (Threads) \cup {0}

Init == (* Global variables *)
        /\ word = 0
        /\ physical = 1
        /\ unset = 1
        /\ observed = PerMilli
        /\ setBack = 0
        /\ backs = 0
        /\ issued = {0}
        /\ twice = FALSE
        /\ behind = FALSE
        /\ late = FALSE
        /\ far = FALSE
        (* Process Caller *)
        /\ calls = [self \in Threads |-> 0]
        /\ floor = [self \in Threads |-> 0]
        /\ now = [self \in Threads |-> 0]
        /\ least = [self \in Threads |-> 0]
        /\ stamp = [self \in Threads |-> 0]
        /\ seen = [self \in Threads |-> 0]
        /\ pc = [self \in ProcSet |-> CASE self \in Threads -> "Call"
                                        [] self = 0 -> "Pass"]

Call(self) == /\ pc[self] = "Call"
              /\ IF calls[self] < Calls
                    THEN /\ floor' = [floor EXCEPT ![self] = Largest(issued)]
                         /\ now' = [now EXCEPT ![self] = Seen]
                         /\ \/ /\ pc' = [pc EXCEPT ![self] = "Draw"]
                               /\ least' = least
                            \/ /\ \E remote \in Remotes:
                                    IF remote - Seen > MaxLead /\ remote > word /\ Mutant # "AnyRemote"
                                       THEN /\ pc' = [pc EXCEPT ![self] = "Refused"]
                                            /\ least' = least
                                       ELSE /\ least' = [least EXCEPT ![self] = Max(remote + 1, Seen)]
                                            /\ pc' = [pc EXCEPT ![self] = "Raise"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ UNCHANGED << floor, now, least >>
              /\ UNCHANGED << word, physical, unset, observed, setBack, backs, 
                              issued, twice, behind, late, far, calls, stamp, 
                              seen >>

Draw(self) == /\ pc[self] = "Draw"
              /\ stamp' = [stamp EXCEPT ![self] = word + 1]
              /\ word' = word + 1
              /\ pc' = [pc EXCEPT ![self] = "Settle"]
              /\ UNCHANGED << physical, unset, observed, setBack, backs, 
                              issued, twice, behind, late, far, calls, floor, 
                              now, least, seen >>

Settle(self) == /\ pc[self] = "Settle"
                /\ IF stamp[self] >= now[self] \/ Mutant = "NoRaise"
                      THEN /\ pc' = [pc EXCEPT ![self] = "KeepBound"]
                           /\ least' = least
                      ELSE /\ least' = [least EXCEPT ![self] = now[self]]
                           /\ pc' = [pc EXCEPT ![self] = "Raise"]
                /\ UNCHANGED << word, physical, unset, observed, setBack, 
                                backs, issued, twice, behind, late, far, calls, 
                                floor, now, stamp, seen >>

Raise(self) == /\ pc[self] = "Raise"
               /\ seen' = [seen EXCEPT ![self] = word]
               /\ IF word >= least[self]
                     THEN /\ stamp' = [stamp EXCEPT ![self] = word + 1]
                          /\ word' = word + 1
                          /\ pc' = [pc EXCEPT ![self] = "KeepBound"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "RaiseSwap"]
                          /\ UNCHANGED << word, stamp >>
               /\ UNCHANGED << physical, unset, observed, setBack, backs, 
                               issued, twice, behind, late, far, calls, floor, 
                               now, least >>

RaiseSwap(self) == /\ pc[self] = "RaiseSwap"
                   /\ IF word = seen[self] \/ Mutant = "RaiseStores"
                         THEN /\ word' = least[self]
                              /\ stamp' = [stamp EXCEPT ![self] = least[self]]
                              /\ pc' = [pc EXCEPT ![self] = "KeepBound"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "Raise"]
                              /\ UNCHANGED << word, stamp >>
                   /\ UNCHANGED << physical, unset, observed, setBack, backs, 
                                   issued, twice, behind, late, far, calls, 
                                   floor, now, least, seen >>

KeepBound(self) == /\ pc[self] = "KeepBound"
                   /\ seen' = [seen EXCEPT ![self] = 0]
                   /\ least' = [least EXCEPT ![self] = 0]
                   /\ IF now[self] > observed
                         THEN /\ setBack' = BackNow
                              /\ observed' = Seen
                         ELSE /\ TRUE
                              /\ UNCHANGED << observed, setBack >>
                   /\ pc' = [pc EXCEPT ![self] = "IsAhead"]
                   /\ UNCHANGED << word, physical, unset, backs, issued, twice, 
                                   behind, late, far, calls, floor, now, stamp >>

IsAhead(self) == /\ pc[self] = "IsAhead"
                 /\ IF stamp[self] - now[self] <= MaxLead \/ Mutant = "NoBound"
                       THEN /\ pc' = [pc EXCEPT ![self] = "Issue"]
                            /\ least' = least
                       ELSE /\ least' = [least EXCEPT ![self] = setBack]
                            /\ pc' = [pc EXCEPT ![self] = "IsNear"]
                 /\ UNCHANGED << word, physical, unset, observed, setBack, 
                                 backs, issued, twice, behind, late, far, 
                                 calls, floor, now, stamp, seen >>

IsNear(self) == /\ pc[self] = "IsNear"
                /\ IF stamp[self] - (IF Mutant = "OldReading" THEN now[self] ELSE Seen) - least[self] <= MaxLead
                      THEN /\ least' = [least EXCEPT ![self] = 0]
                           /\ pc' = [pc EXCEPT ![self] = "Issue"]
                      ELSE /\ least' = [least EXCEPT ![self] = 0]
                           /\ pc' = [pc EXCEPT ![self] = "Await"]
                /\ UNCHANGED << word, physical, unset, observed, setBack, 
                                backs, issued, twice, behind, late, far, calls, 
                                floor, now, stamp, seen >>

Await(self) == /\ pc[self] = "Await"
               /\ Mutant # "LooksOnce" \/ seen[self] = 0
               /\ setBack' = BackNow
               /\ observed' = Seen
               /\ IF stamp[self] - (Seen + BackNow) > MaxLead
                     THEN /\ seen' = [seen EXCEPT ![self] = 1]
                          /\ IF pc[0] = "Done"
                                THEN /\ pc' = [pc EXCEPT ![self] = "Refused"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "Await"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Issue"]
                          /\ seen' = seen
               /\ UNCHANGED << word, physical, unset, backs, issued, twice, 
                               behind, late, far, calls, floor, now, least, 
                               stamp >>

Issue(self) == /\ pc[self] = "Issue"
               /\ twice' = (twice \/ stamp[self] \in issued)
               /\ behind' = (behind \/ stamp[self] < now[self])
               /\ late' = (late \/ stamp[self] <= floor[self])
               /\ far' = (far \/ stamp[self] - unset * PerMilli > MaxLead)
               /\ issued' = (issued \cup {stamp[self]})
               /\ pc' = [pc EXCEPT ![self] = "Ended"]
               /\ UNCHANGED << word, physical, unset, observed, setBack, backs, 
                               calls, floor, now, least, stamp, seen >>

Refused(self) == /\ pc[self] = "Refused"
                 /\ TRUE
                 /\ pc' = [pc EXCEPT ![self] = "Ended"]
                 /\ UNCHANGED << word, physical, unset, observed, setBack, 
                                 backs, issued, twice, behind, late, far, 
                                 calls, floor, now, least, stamp, seen >>

Ended(self) == /\ pc[self] = "Ended"
               /\ calls' = [calls EXCEPT ![self] = calls[self] + 1]
               /\ floor' = [floor EXCEPT ![self] = 0]
               /\ now' = [now EXCEPT ![self] = 0]
               /\ least' = [least EXCEPT ![self] = 0]
               /\ stamp' = [stamp EXCEPT ![self] = 0]
               /\ seen' = [seen EXCEPT ![self] = 0]
               /\ pc' = [pc EXCEPT ![self] = "Call"]
               /\ UNCHANGED << word, physical, unset, observed, setBack, backs, 
                               issued, twice, behind, late, far >>

Caller(self) == Call(self) \/ Draw(self) \/ Settle(self) \/ Raise(self)
                   \/ RaiseSwap(self) \/ KeepBound(self) \/ IsAhead(self)
                   \/ IsNear(self) \/ Await(self) \/ Issue(self)
                   \/ Refused(self) \/ Ended(self)

Pass == /\ pc[0] = "Pass"
        /\ IF physical < LastMilli
              THEN /\ \/ /\ physical' = physical + 1
                         /\ unset' = unset + 1
                         /\ backs' = backs
                      \/ /\ backs = 0
                         /\ \E step \in Backs:
                              /\ physical - step >= 0
                              /\ physical' = physical - step
                              /\ backs' = 1
                         /\ unset' = unset
                   /\ pc' = [pc EXCEPT ![0] = "Pass"]
              ELSE /\ pc' = [pc EXCEPT ![0] = "Done"]
                   /\ UNCHANGED << physical, unset, backs >>
        /\ UNCHANGED << word, observed, setBack, issued, twice, behind, late, 
                        far, calls, floor, now, least, stamp, seen >>

Time == Pass

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == Time
           \/ (\E self \in Threads: Caller(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in Threads : WF_vars(Caller(self))
        /\ WF_vars(Time)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 

(* Safety. *)

\* No stamp is issued twice; a later call returns a greater one.
Once == ~twice /\ ~late

\* A stamp is not behind the physical clock as its call read it.
NotBehind == ~behind

\* Nor further ahead of it than the bound, had it never been set back.
Near == ~far

\* A refused message leaves the clock as it was: nothing takes the word away.
WordNear == word <= (unset + MaxDrift + 1) * PerMilli + Cardinality(Threads) * Calls

(* Liveness: every call ends, by exhaustion only if the physical clock does not move on. *)

Ends == <>(\A t \in Threads : pc[t] = "Done")
================================================================================
