<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>SyncReceiptWords</name>
    <message numerus="yes">
        <source>%Ln change(s) written</source>
        <translation>
            <numerusform>%Ln change written</numerusform>
            <numerusform>%Ln changes written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) confirmed</source>
        <translation>
            <numerusform>%Ln change confirmed</numerusform>
            <numerusform>%Ln changes confirmed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) sent</source>
        <translation>
            <numerusform>%Ln change sent</numerusform>
            <numerusform>%Ln changes sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) received</source>
        <translation>
            <numerusform>%Ln change received</numerusform>
            <numerusform>%Ln changes received</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) held back: %1</source>
        <translation>
            <numerusform>%Ln change held back: %1</numerusform>
            <numerusform>%Ln changes held back: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln second(s)</source>
        <translation>
            <numerusform>%Ln second</numerusform>
            <numerusform>%Ln seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln minute</numerusform>
            <numerusform>%Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more case(s) without a problem.</source>
        <translation>
            <numerusform>%Ln more case without a problem.</numerusform>
            <numerusform>%Ln more cases without a problem.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::BadgeButton</name>
    <message numerus="yes">
        <source>%Ln change(s) not sent</source>
        <translation>
            <numerusform>%Ln change not sent</numerusform>
            <numerusform>%Ln changes not sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::CaseListModel</name>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) overdue</source>
        <translation>
            <numerusform>%Ln day overdue</numerusform>
            <numerusform>%Ln days overdue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) left</source>
        <translation>
            <numerusform>%Ln day left</numerusform>
            <numerusform>%Ln days left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln later row(s) to look at</source>
        <translation>
            <numerusform>%Ln later row to look at</numerusform>
            <numerusform>%Ln later rows to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::CasePage</name>
    <message numerus="yes">
        <source>Not saved as a case yet; the typing is kept. %Ln question(s) are needed for saving, F8 goes to the next one.</source>
        <translation>
            <numerusform>Not saved as a case yet; the typing is kept. %Ln question is needed for saving, F8 goes to the next one.</numerusform>
            <numerusform>Not saved as a case yet; the typing is kept. %Ln questions are needed for saving, F8 goes to the next one.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is saved but not submitted: %Ln question(s) are open, F8 goes to the next one.</source>
        <translation>
            <numerusform>%1 is saved but not submitted: %Ln question is open, F8 goes to the next one.</numerusform>
            <numerusform>%1 is saved but not submitted: %Ln questions are open, F8 goes to the next one.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) are open before the case can be submitted.</source>
        <translation>
            <numerusform>%Ln question is open before the case can be submitted.</numerusform>
            <numerusform>%Ln questions are open before the case can be submitted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln field(s) in conflict</source>
        <translation>
            <numerusform>%Ln field in conflict</numerusform>
            <numerusform>%Ln fields in conflict</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not saved as a case yet; the typing is kept. %Ln answer(s) were carried forward: Enter confirms, F8 goes to the next one.</source>
        <translation>
            <numerusform>Not saved as a case yet; the typing is kept. %Ln answer was carried forward: Enter confirms it.</numerusform>
            <numerusform>Not saved as a case yet; the typing is kept. %Ln answers were carried forward: Enter confirms, F8 goes to the next one.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Entered again: %Ln difference(s) settled and saved in %1.</source>
        <translation>
            <numerusform>Entered again: %Ln difference settled and saved in %1.</numerusform>
            <numerusform>Entered again: %Ln differences settled and saved in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It holds %Ln answer(s) of another version of the form.</source>
        <translation>
            <numerusform>It holds %Ln answer of another version of the form.</numerusform>
            <numerusform>It holds %Ln answers of another version of the form.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is on the new version of the form, which asks or finds %Ln thing(s) more: F8 goes to the next one.</source>
        <translation>
            <numerusform>%1 is on the new version of the form, which asks or finds %Ln thing more: F8 goes to it.</numerusform>
            <numerusform>%1 is on the new version of the form, which asks or finds %Ln things more: F8 goes to the next one.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln remark(s) are kept for the return (Ctrl+R).</source>
        <translation>
            <numerusform>%Ln remark is kept for the return (Ctrl+R).</numerusform>
            <numerusform>%Ln remarks are kept for the return (Ctrl+R).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln remark(s) go with it.</source>
        <translation>
            <numerusform>%Ln remark goes with it.</numerusform>
            <numerusform>%Ln remarks go with it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) changed</source>
        <translation>
            <numerusform>%Ln answer changed</numerusform>
            <numerusform>%Ln answers changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entry(s) removed</source>
        <translation>
            <numerusform>%Ln entry removed</numerusform>
            <numerusform>%Ln entries removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln later row(s) to look at</source>
        <translation>
            <numerusform>%Ln later row to look at</numerusform>
            <numerusform>%Ln later rows to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln open question(s)</source>
        <translation>
            <numerusform>%Ln open question</numerusform>
            <numerusform>%Ln open questions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::CasesPage</name>
    <message numerus="yes">
        <source>%Ln case(s)</source>
        <translation>
            <numerusform>%Ln case</numerusform>
            <numerusform>%Ln cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) offered to %1.</source>
        <translation>
            <numerusform>%Ln case offered to %1.</numerusform>
            <numerusform>%Ln cases offered to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The names in %Ln of them can be read by the new holder only when the administrator has confirmed that person.</source>
        <translation>
            <numerusform>The names in %Ln of them can be read by the new holder only when the administrator has confirmed that person.</numerusform>
            <numerusform>The names in %Ln of them can be read by the new holder only when the administrator has confirmed that person.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more with such a number: type all of it.</source>
        <translation>
            <numerusform>%Ln more with such a number: type all of it.</numerusform>
            <numerusform>%Ln more with such a number: type all of it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::ChecklistDialog</name>
    <message numerus="yes">
        <source>%Ln point(s) are not ticked yet.</source>
        <translation>
            <numerusform>%Ln point is not ticked yet.</numerusform>
            <numerusform>%Ln points are not ticked yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::ComparedCaseDialog</name>
    <message numerus="yes">
        <source>%Ln difference(s), marked by ≠</source>
        <translation>
            <numerusform>%Ln difference, marked by ≠</numerusform>
            <numerusform>%Ln differences, marked by ≠</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::ConflictsPage</name>
    <message numerus="yes">
        <source>%Ln conflict(s)</source>
        <translation>
            <numerusform>%Ln conflict</numerusform>
            <numerusform>%Ln conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %Ln newest case(s) with conflicts. Nothing was lost: choose what is right.</source>
        <translation>
            <numerusform>The newest case with conflicts. Nothing was lost: choose what is right.</numerusform>
            <numerusform>The %Ln newest cases with conflicts. Nothing was lost: choose what is right.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) in which people gave different answers. Nothing was lost: choose what is right.</source>
        <translation>
            <numerusform>%Ln case in which people gave different answers. Nothing was lost: choose what is right.</numerusform>
            <numerusform>%Ln cases in which people gave different answers. Nothing was lost: choose what is right.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln conflict(s) stay open for later.</source>
        <translation>
            <numerusform>%Ln conflict stays open for later.</numerusform>
            <numerusform>%Ln conflicts stay open for later.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln conflict(s) decided and saved here. What was not taken stays in the history.</source>
        <translation>
            <numerusform>%1: %Ln conflict decided and saved here. What was not taken stays in the history.</numerusform>
            <numerusform>%1: %Ln conflicts decided and saved here. What was not taken stays in the history.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::FormModel</name>
    <message numerus="yes">
        <source>There can be no more than %n of these.</source>
        <translation>
            <numerusform>There can be no more than %n of these.</numerusform>
            <numerusform>There can be no more than %n of these.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::HandoverDialog</name>
    <message numerus="yes">
        <source>All my cases: %Ln</source>
        <translation>
            <numerusform>All my cases: %Ln</numerusform>
            <numerusform>All my cases: %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All cases of %1, who has left: %Ln</source>
        <translation>
            <numerusform>All cases of %1, who has left: %Ln</numerusform>
            <numerusform>All cases of %1, who has left: %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All cases of %1: %Ln</source>
        <translation>
            <numerusform>All cases of %1: %Ln</numerusform>
            <numerusform>All cases of %1: %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::HistoryDialog</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::HomePage</name>
    <message numerus="yes">
        <source>Saved on this computer, encrypted: %Ln case(s).</source>
        <translation>
            <numerusform>Saved on this computer, encrypted: %Ln case.</numerusform>
            <numerusform>Saved on this computer, encrypted: %Ln cases.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) exist only on this computer.</source>
        <translation>
            <numerusform>%Ln change exists only on this computer.</numerusform>
            <numerusform>%Ln changes exist only on this computer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) were held back: see the page Sync.</source>
        <translation>
            <numerusform>%Ln change was held back: see the page Sync.</numerusform>
            <numerusform>%Ln changes were held back: see the page Sync.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) taken over.</source>
        <translation>
            <numerusform>%Ln case taken over.</numerusform>
            <numerusform>%Ln cases taken over.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) declined.</source>
        <translation>
            <numerusform>%Ln case declined.</numerusform>
            <numerusform>%Ln cases declined.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::JournalModel</name>
    <message numerus="yes">
        <source>%Ln time(s) since %1</source>
        <translation>
            <numerusform>%Ln time since %1</numerusform>
            <numerusform>%Ln times since %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::JournalPage</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The journals of %Ln station(s) are unbroken: %1 lines.</source>
        <translation>
            <numerusform>The journals of %Ln station are unbroken: %1 lines.</numerusform>
            <numerusform>The journals of %Ln stations are unbroken: %1 lines.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %Ln more station(s).</source>
        <translation>
            <numerusform>And %Ln more station.</numerusform>
            <numerusform>And %Ln more stations.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) written into %1. This is written into the journal, too.</source>
        <translation>
            <numerusform>%Ln line written into %1. This is written into the journal, too.</numerusform>
            <numerusform>%Ln lines written into %1. This is written into the journal, too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::LaterRowsDialog</name>
    <message numerus="yes">
        <source>%1: %Ln row(s) with later facts</source>
        <translation>
            <numerusform>%1: %Ln row with later facts</numerusform>
            <numerusform>%1: %Ln rows with later facts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::MainWindow</name>
    <message numerus="yes">
        <source>%1 · %Ln not sent</source>
        <translation>
            <numerusform>%1 · %Ln not sent</numerusform>
            <numerusform>%1 · %Ln not sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::OtherAnswersDialog</name>
    <message numerus="yes">
        <source>Question %1, which no version on this computer knows: %Ln answer(s)</source>
        <translation>
            <numerusform>Question %1, which no version on this computer knows: %Ln answer</numerusform>
            <numerusform>Question %1, which no version on this computer knows: %Ln answers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::ProgressList</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open question(s)</source>
        <translation>
            <numerusform>%n open question</numerusform>
            <numerusform>%n open questions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::QuestionModel</name>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::QuestionsLine</name>
    <message numerus="yes">
        <source>%Ln question(s) wait for you.</source>
        <translation>
            <numerusform>%Ln question waits for you.</numerusform>
            <numerusform>%Ln questions wait for you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln open question(s) wait for others.</source>
        <translation>
            <numerusform>%Ln open question waits for others.</numerusform>
            <numerusform>%Ln open questions wait for others.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::QuestionsPage</name>
    <message numerus="yes">
        <source>%Ln question(s). Yours stand first, then the longest asked.</source>
        <translation>
            <numerusform>%Ln question. Yours stand first, then the longest asked.</numerusform>
            <numerusform>%Ln questions. Yours stand first, then the longest asked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) with questions cannot be read: see the page Sync.</source>
        <translation>
            <numerusform>%Ln case with questions cannot be read: see the page Sync.</numerusform>
            <numerusform>%Ln cases with questions cannot be read: see the page Sync.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No question waits for you. %Ln open question(s) wait for others.</source>
        <translation>
            <numerusform>No question waits for you. %Ln open question waits for others.</numerusform>
            <numerusform>No question waits for you. %Ln open questions wait for others.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::ReviewPage</name>
    <message numerus="yes">
        <source>%Ln case(s) wait. Enter opens one; there you approve or return it.</source>
        <translation>
            <numerusform>%Ln case waits. Enter opens one; there you approve or return it.</numerusform>
            <numerusform>%Ln cases wait. Enter opens one; there you approve or return it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) of the district wait for the supervisor. You can look at them; only the supervisor decides.</source>
        <translation>
            <numerusform>%Ln case of the district waits for the supervisor. You can look at them; only the supervisor decides.</numerusform>
            <numerusform>%Ln cases of the district wait for the supervisor. You can look at them; only the supervisor decides.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of the waiting case(s)</source>
        <translation>
            <numerusform>%Ln of the waiting cases</numerusform>
            <numerusform>%Ln of the waiting cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) approved. Saved here; they go out with the next sync.</source>
        <translation>
            <numerusform>%Ln case approved. Saved here; it goes out with the next sync.</numerusform>
            <numerusform>%Ln cases approved. Saved here; they go out with the next sync.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s). Esc: form, then list. Alt+Down: next case.</source>
        <translation>
            <numerusform>%Ln paper. Esc: form, then list. Alt+Down: next case.</numerusform>
            <numerusform>%Ln papers. Esc: form, then list. Alt+Down: next case.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s). Ctrl+Shift+P shows them beside the form.</source>
        <translation>
            <numerusform>%Ln paper. Ctrl+Shift+P shows them beside the form.</numerusform>
            <numerusform>%Ln papers. Ctrl+Shift+P shows them beside the form.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::SecondEntryDialog</name>
    <message numerus="yes">
        <source>%Ln difference(s). 1 takes the first entry, 2 the second, 3 another answer; Enter goes on.</source>
        <translation>
            <numerusform>%Ln difference. 1 takes the first entry, 2 the second, 3 another answer; Enter goes on.</numerusform>
            <numerusform>%Ln differences. 1 takes the first entry, 2 the second, 3 another answer; Enter goes on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln difference(s) not settled yet.</source>
        <translation>
            <numerusform>%Ln difference is not settled yet.</numerusform>
            <numerusform>%Ln differences are not settled yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) not answered again yet.</source>
        <translation>
            <numerusform>%Ln question is not answered again yet.</numerusform>
            <numerusform>%Ln questions are not answered again yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::SecondEntrySettling</name>
    <message numerus="yes">
        <source>Both entries agree in all %Ln answer(s).</source>
        <translation>
            <numerusform>Both entries agree in the one answer.</numerusform>
            <numerusform>Both entries agree in all %Ln answers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::StickDialog</name>
    <message numerus="yes">
        <source>Everything that the server lacks goes onto it: %Ln change(s), and what is asked of the server. Only the server can open it.</source>
        <translation>
            <numerusform>Everything that the server lacks goes onto it: %Ln change, and what is asked of the server. Only the server can open it.</numerusform>
            <numerusform>Everything that the server lacks goes onto it: %Ln changes, and what is asked of the server. Only the server can open it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::SyncPage</name>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>%Ln change</numerusform>
            <numerusform>%Ln changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s)</source>
        <translation>
            <numerusform>%Ln case</numerusform>
            <numerusform>%Ln cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The receipt is in %1 (%Ln page(s)).</source>
        <translation>
            <numerusform>The receipt is in %1 (%Ln page).</numerusform>
            <numerusform>The receipt is in %1 (%Ln pages).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) stay marked as not sent until the server&apos;s receipt comes back, on a stick or by the line.</source>
        <translation>
            <numerusform>%Ln change stays marked as not sent until the server&apos;s receipt comes back, on a stick or by the line.</numerusform>
            <numerusform>%Ln changes stay marked as not sent until the server&apos;s receipt comes back, on a stick or by the line.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s) of these or earlier cases are on it.</source>
        <translation>
            <numerusform>%Ln paper of these or earlier cases is on it.</numerusform>
            <numerusform>%Ln papers of these or earlier cases are on it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s) found no room on it, or are damaged here: they go by the line, or on the next stick.</source>
        <translation>
            <numerusform>%Ln paper found no room on it, or is damaged here: it goes by the line, or on the next stick.</numerusform>
            <numerusform>%Ln papers found no room on it, or are damaged here: they go by the line, or on the next stick.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s) came with it.</source>
        <translation>
            <numerusform>%Ln paper came with it.</numerusform>
            <numerusform>%Ln papers came with it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s) of this station are at headquarters now.</source>
        <translation>
            <numerusform>%Ln paper of this station is at headquarters now.</numerusform>
            <numerusform>%Ln papers of this station are at headquarters now.</numerusform>
        </translation>
    </message>
</context>
</TS>
