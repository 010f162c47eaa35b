-------------------------------- MODULE Counter --------------------------------
(* Two threads add to a counter; what the tests of the checker run on.           *)
(* MUTANT TwoSteps: Total: the counter is read in one step and stored in another *)
(* MUTANT Harmless: Total: nothing is changed, so nothing can be refuted *)
(* MUTANT WrongName: Small: it breaks another property than this *)
(* MUTANT Stuck: Deadlock: the second thread waits for ever *)
(* MUTANT Lazy: Ends: the second thread need not go on *)
EXTENDS Naturals

CONSTANT Mutant

VARIABLES counter, read, done

vars == <<counter, read, done>>
Threads == {1, 2}

Init == counter = 0 /\ read = [t \in Threads |-> 0] /\ done = [t \in Threads |-> FALSE]

Add(t) ==
  /\ Mutant # "TwoSteps"
  /\ ~done[t]
  /\ ~(Mutant = "Stuck" /\ t = 2)
  /\ counter' = counter + 1
  /\ done' = [done EXCEPT ![t] = TRUE]
  /\ UNCHANGED read

Read(t) ==
  /\ Mutant = "TwoSteps"
  /\ ~done[t]
  /\ read[t] = 0
  /\ read' = [read EXCEPT ![t] = counter + 1]
  /\ UNCHANGED <<counter, done>>

Write(t) ==
  /\ Mutant = "TwoSteps"
  /\ ~done[t]
  /\ read[t] # 0
  /\ counter' = read[t]
  /\ done' = [done EXCEPT ![t] = TRUE]
  /\ UNCHANGED read

AllDone == \A t \in Threads : done[t]
Rest == AllDone /\ UNCHANGED vars

Next == Rest \/ \E t \in Threads : Add(t) \/ Read(t) \/ Write(t)

Spec ==
  /\ Init /\ [][Next]_vars
  /\ \A t \in Threads : (Mutant = "Lazy" /\ t = 2) \/ WF_vars(Add(t) \/ Read(t) \/ Write(t))

Total == AllDone => counter = 2
Small == counter <= 2
Ends == <>AllDone
================================================================================
