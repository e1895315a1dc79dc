<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="bn_BD" sourcelanguage="en">
<context>
    <name>AnnexPages</name>
    <message>
        <source>Court annex %1</source>
        <translation>আদালতের জন্য সংযুক্তি %1</translation>
    </message>
    <message>
        <source>%1 · copy %2</source>
        <translation>%1 · অনুলিপি %2</translation>
    </message>
    <message>
        <source>PRACTICE · copy %1</source>
        <translation>অনুশীলন · অনুলিপি %1</translation>
    </message>
    <message>
        <source>%1 · printed by %2 on %3 · copy %4 of station %5</source>
        <translation>%1 · মুদ্রণকারী %2, %3 · স্টেশন %5-এর অনুলিপি %4</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>পৃষ্ঠা %1 / %2</translation>
    </message>
    <message>
        <source>people acted on it without knowing of each other</source>
        <translation>একাধিক ব্যক্তি পরস্পরের অজান্তে পদক্ষেপ নিয়েছেন</translation>
    </message>
    <message>
        <source>changed since approval</source>
        <translation>অনুমোদনের পর পরিবর্তিত</translation>
    </message>
    <message>
        <source>open conflicts: %1</source>
        <translation>অমীমাংসিত দ্বন্দ্ব: %1</translation>
    </message>
    <message>
        <source>open queries: %1</source>
        <translation>খোলা জিজ্ঞাসা: %1</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>মামলা</translation>
    </message>
    <message>
        <source>National reference</source>
        <translation>জাতীয় সূত্র নম্বর</translation>
    </message>
    <message>
        <source>not given yet</source>
        <translation>এখনো দেওয়া হয়নি</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>নথি</translation>
    </message>
    <message>
        <source>District</source>
        <translation>জেলা</translation>
    </message>
    <message>
        <source>Form and its versions</source>
        <translation>ফরম ও তার সংস্করণ</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>অবস্থা</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>পরিবর্তন</translation>
    </message>
    <message>
        <source>EXTRACT: %1 of %2 are printed</source>
        <translation>আংশিক: %2টির মধ্যে %1টি মুদ্রিত</translation>
    </message>
    <message>
        <source>Printed by</source>
        <translation>মুদ্রণকারী</translation>
    </message>
    <message>
        <source>Printed on</source>
        <translation>মুদ্রণের সময়</translation>
    </message>
    <message>
        <source>%1 (all times are %2)</source>
        <translation>%1 (সকল সময় %2)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>অনুলিপি</translation>
    </message>
    <message>
        <source>%1, of station %2</source>
        <translation>%1, স্টেশন %2-এর</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>আঙুলছাপ (ফিঙ্গারপ্রিন্ট)</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>যাচাই</translation>
    </message>
    <message>
        <source>Nothing that was tested was found wrong. What that was, and what could not be tested, stands at the end.</source>
        <translation>যা যাচাই করা হয়েছে তার কোথাও ভুল পাওয়া যায়নি। কী যাচাই হয়েছে এবং কী যাচাই করা যায়নি, তা শেষে লেখা আছে।</translation>
    </message>
    <message>
        <source>FAULTS WERE FOUND: see the statement at the end.</source>
        <translation>ত্রুটি পাওয়া গেছে: শেষের বিবৃতি দেখুন।</translation>
    </message>
    <message>
        <source>GAP: received before the time it claims</source>
        <translation>সময়ের অসংগতি: দাবিকৃত সময়ের আগেই প্রাপ্ত</translation>
    </message>
    <message>
        <source>GAP: received %1 hours after the time it claims</source>
        <translation>সময়ের ব্যবধান: দাবিকৃত সময়ের %1 ঘণ্টা পরে প্রাপ্ত</translation>
    </message>
    <message>
        <source>Held back, of no effect: %1</source>
        <translation>আটকে রাখা, কার্যকর নয়: %1</translation>
    </message>
    <message>
        <source>Waits, without effect yet: %1</source>
        <translation>অপেক্ষমাণ, এখনো কার্যকর নয়: %1</translation>
    </message>
    <message>
        <source>CANNOT BE READ: the stored bytes are damaged or were altered</source>
        <translation>পড়া যায় না: সংরক্ষিত তথ্য নষ্ট বা বদলানো হয়েছে</translation>
    </message>
    <message>
        <source>ALTERED IN THE STORE: see the statement</source>
        <translation>সংরক্ষণাগারে বদলানো হয়েছে: বিবৃতি দেখুন</translation>
    </message>
    <message>
        <source>THE RECEIPT IS NOT GENUINE: see the statement</source>
        <translation>প্রাপ্তিস্বীকার আসল নয়: বিবৃতি দেখুন</translation>
    </message>
    <message>
        <source>Correction of what was approved</source>
        <translation>অনুমোদিত তথ্যের সংশোধন</translation>
    </message>
    <message>
        <source>Case begun</source>
        <translation>মামলা শুরু</translation>
    </message>
    <message>
        <source>Answers written</source>
        <translation>উত্তর লেখা হয়েছে</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1। %2</translation>
    </message>
    <message>
        <source>Written %1 by the writer&apos;s clock; %2</source>
        <translation>লেখকের ঘড়িতে লেখার সময় %1; %2</translation>
    </message>
    <message>
        <source>at the Ministry&apos;s server %1</source>
        <translation>মন্ত্রণালয়ের সার্ভারে %1</translation>
    </message>
    <message>
        <source>not at the Ministry&apos;s server as far as is known here</source>
        <translation>এখানে যতদূর জানা, মন্ত্রণালয়ের সার্ভারে পৌঁছায়নি</translation>
    </message>
    <message>
        <source>Station %1, its change %2</source>
        <translation>স্টেশন %1, তার %2 নম্বর পরিবর্তন</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>কারণ: %1</translation>
    </message>
    <message>
        <source>Change %1, continued</source>
        <translation>পরিবর্তন %1, আগের পৃষ্ঠার পর</translation>
    </message>
    <message>
        <source>What</source>
        <translation>কী</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>আগে</translation>
    </message>
    <message>
        <source>After</source>
        <translation>পরে</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>কেন</translation>
    </message>
    <message>
        <source>Writer</source>
        <translation>লেখক</translation>
    </message>
    <message>
        <source>Certificate and key</source>
        <translation>সনদ ও চাবি</translation>
    </message>
    <message>
        <source>no longer certified</source>
        <translation>সনদ আর কার্যকর নয়</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>ফল</translation>
    </message>
    <message>
        <source>What was tested when this was printed</source>
        <translation>মুদ্রণের সময় যা যাচাই করা হয়েছে</translation>
    </message>
    <message>
        <source>Court annex: history of a case</source>
        <translation>আদালতের জন্য সংযুক্তি: মামলার ইতিহাস</translation>
    </message>
    <message>
        <source>A practice case: nothing in it is real.</source>
        <translation>অনুশীলনের মামলা: এর কিছুই বাস্তব নয়।</translation>
    </message>
    <message>
        <source>Every change, in the order of the history</source>
        <translation>প্রতিটি পরিবর্তন, ইতিহাসের ক্রমে</translation>
    </message>
    <message>
        <source>Who signed</source>
        <translation>কে স্বাক্ষর করেছেন</translation>
    </message>
    <message>
        <source>Statement of what was verified</source>
        <translation>কী যাচাই করা হয়েছে তার বিবৃতি</translation>
    </message>
    <message>
        <source>The fingerprint is BLAKE2b-256 over the ids of all changes in the order above. A second print of the same history has the same fingerprint.</source>
        <translation>ফিঙ্গারপ্রিন্টটি উপরের ক্রমে সকল পরিবর্তনের পরিচিতির BLAKE2b-256। একই ইতিহাস আবার মুদ্রণ করলে একই ফিঙ্গারপ্রিন্ট হয়।</translation>
    </message>
</context>
<context>
    <name>AnnexStatement</name>
    <message>
        <source>Verified</source>
        <translation>যাচাইকৃত</translation>
    </message>
    <message>
        <source>Not verifiable here</source>
        <translation>এখানে যাচাইযোগ্য নয়</translation>
    </message>
    <message>
        <source>FAULT</source>
        <translation>ত্রুটি</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>দ্রষ্টব্য</translation>
    </message>
    <message>
        <source>Stored bytes: %1 of %2 changes were read from the store, have the id that stands here (BLAKE2b-256 over the signed bytes), and stand in the log as they were written.</source>
        <translation>সংরক্ষিত তথ্য: %2টির মধ্যে %1টি পরিবর্তন সংরক্ষণাগার থেকে পড়া হয়েছে, তাদের পরিচিতি এখানে যেমন লেখা তেমনই (স্বাক্ষরিত তথ্যের BLAKE2b-256), এবং সেগুলো যেমন লেখা হয়েছিল তেমনই লগে আছে।</translation>
    </message>
    <message>
        <source>Cannot be read: change %1. The stored bytes are not those that were written; what they said is not known here.</source>
        <translation>পড়া যায় না: পরিবর্তন %1। সংরক্ষিত তথ্য আর যা লেখা হয়েছিল তা নয়; তাতে কী ছিল এখানে জানা নেই।</translation>
    </message>
    <message>
        <source>Altered in the store: change %1. What stands beside the signed bytes (record, station, times, place in the log, whether it counts) is not what was written.</source>
        <translation>সংরক্ষণাগারে বদলানো হয়েছে: পরিবর্তন %1। স্বাক্ষরিত তথ্যের পাশে যা আছে (নথি, স্টেশন, সময়, লগে স্থান, গণ্য হয় কি না) তা যেমন লেখা হয়েছিল তেমন নেই।</translation>
    </message>
    <message>
        <source>Signatures: %1 of %2 changes bear the right Ed25519 signature of a person whose key the authority &quot;%3&quot; certified. Key of the authority: %4.</source>
        <translation>স্বাক্ষর: %2টির মধ্যে %1টি পরিবর্তনে এমন ব্যক্তির সঠিক Ed25519 স্বাক্ষর আছে, যাঁর চাবি “%3” কর্তৃপক্ষ প্রত্যয়ন করেছে। কর্তৃপক্ষের চাবি: %4।</translation>
    </message>
    <message>
        <source>The signature is not genuine: change %1.</source>
        <translation>স্বাক্ষর আসল নয়: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>The certificate of the writer, or of the writer&apos;s station, is not here: change %1. Nobody can be said to have written it.</source>
        <translation>লেখকের বা তাঁর স্টেশনের সনদ এখানে নেই: পরিবর্তন %1। কে লিখেছেন তা বলা যায় না।</translation>
    </message>
    <message>
        <source>It names another person or role than the certificate of the key: change %1.</source>
        <translation>এতে চাবির সনদের চেয়ে ভিন্ন ব্যক্তি বা ভূমিকার নাম আছে: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>The right of the writer had been ended before: change %1.</source>
        <translation>লেখকের অধিকার আগেই শেষ করা হয়েছিল: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>Certificates in the store that are not what was accepted: %1.</source>
        <translation>সংরক্ষণাগারে এমন সনদ, যা গৃহীত সনদের মতো নয়: %1টি।</translation>
    </message>
    <message>
        <source>Chain of station %1: changes %2 to %3 are here, and %4 of them name the one before them rightly.</source>
        <translation>স্টেশন %1-এর শৃঙ্খল: পরিবর্তন %2 থেকে %3 এখানে আছে, এবং তার %4টি আগেরটির সঠিক পরিচিতি বহন করে।</translation>
    </message>
    <message>
        <source>Places where the chain is broken or a change is missing: %1.</source>
        <translation>শৃঙ্খল যেখানে ভাঙা বা পরিবর্তন অনুপস্থিত: %1টি।</translation>
    </message>
    <message>
        <source>None is missing.</source>
        <translation>কোনোটি অনুপস্থিত নয়।</translation>
    </message>
    <message>
        <source>It is another station: only what concerns this one is here, so what it wrote in other cases cannot be seen.</source>
        <translation>এটি অন্য স্টেশন: শুধু এই স্টেশনের সঙ্গে সম্পর্কিত অংশ এখানে আছে; অন্য মামলায় সেটি কী লিখেছে তা দেখা যায় না।</translation>
    </message>
    <message>
        <source>Log of this station: %1 changes, all that were written and in the order in which they came.</source>
        <translation>এই স্টেশনের লগ: %1টি পরিবর্তন, যা লেখা হয়েছিল তার সবই এবং যে ক্রমে এসেছিল সেই ক্রমে।</translation>
    </message>
    <message>
        <source>Log of this station: rows were dropped, put in or moved.</source>
        <translation>এই স্টেশনের লগ: সারি বাদ দেওয়া, ঢোকানো বা সরানো হয়েছে।</translation>
    </message>
    <message>
        <source>Receipts: for %1 of %2 changes a receipt signed by the certified server (%3) covers the change and the time at which it was received: change %4.</source>
        <translation>প্রাপ্তিস্বীকার: %2টির মধ্যে %1টি পরিবর্তনের জন্য প্রত্যয়িত সার্ভারের (%3) স্বাক্ষরিত প্রাপ্তিস্বীকার পরিবর্তনটি ও প্রাপ্তির সময় নিশ্চিত করে: পরিবর্তন %4।</translation>
    </message>
    <message>
        <source>The kept receipt is not one of a certified server, or names another time: change %1.</source>
        <translation>রক্ষিত প্রাপ্তিস্বীকার প্রত্যয়িত সার্ভারের নয়, অথবা তাতে অন্য সময় লেখা: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>A receipt signed by the server is kept, but over which changes it was made cannot be rebuilt here: change %1.</source>
        <translation>সার্ভারের স্বাক্ষরিত প্রাপ্তিস্বীকার রক্ষিত আছে, কিন্তু কোন কোন পরিবর্তনের জন্য তা দেওয়া হয়েছিল এখানে পুনর্গঠন করা যায় না: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>The time of receipt was told by the server when the change came from another station, and tested then; no receipt is kept here: change %1.</source>
        <translation>অন্য স্টেশন থেকে পরিবর্তন আসার সময় সার্ভার প্রাপ্তির সময় জানিয়েছিল এবং তখনই তা যাচাই হয়েছিল; এখানে কোনো প্রাপ্তিস্বীকার রক্ষিত নেই: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>Not at the Ministry&apos;s server as far as is known here, so nobody but the writer vouches for the time: change %1.</source>
        <translation>এখানে যতদূর জানা, মন্ত্রণালয়ের সার্ভারে পৌঁছায়নি; তাই সময়ের বিষয়ে লেখক ছাড়া আর কেউ সাক্ষ্য দেয় না: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>State of the case: it could not be worked out again, because not all of its changes can be read.</source>
        <translation>মামলার অবস্থা: সব পরিবর্তন পড়া যায় না বলে আবার নির্ণয় করা যায়নি।</translation>
    </message>
    <message>
        <source>State of the case: judged and worked out again from the changes alone, it is exactly what the store shows.</source>
        <translation>মামলার অবস্থা: শুধু পরিবর্তনগুলো থেকে আবার বিচার ও নির্ণয় করে দেখা গেছে, সংরক্ষণাগারে ঠিক তা-ই আছে।</translation>
    </message>
    <message>
        <source>State of the case: worked out again from the changes, it is not what the store shows. Differences: %1.</source>
        <translation>মামলার অবস্থা: পরিবর্তনগুলো থেকে আবার নির্ণয় করে যা পাওয়া গেছে, সংরক্ষণাগারে তা নেই। পার্থক্য: %1টি।</translation>
    </message>
    <message>
        <source>Earlier changes that are named and not here: %1.</source>
        <translation>আগের যেসব পরিবর্তনের উল্লেখ আছে কিন্তু এখানে নেই: %1টি।</translation>
    </message>
    <message>
        <source>Held back, and of no effect on the case: change %1.</source>
        <translation>আটকে রাখা, মামলায় কার্যকর নয়: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>Waiting for what is missing, and without effect until then: change %1.</source>
        <translation>যা অনুপস্থিত তার অপেক্ষায়, ততদিন কার্যকর নয়: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>Approval: none stands.</source>
        <translation>অনুমোদন: বহাল কোনো অনুমোদন নেই।</translation>
    </message>
    <message>
        <source>Approval: change %1, by %2, %3.</source>
        <translation>অনুমোদন: পরিবর্তন %1, %2, %3 কর্তৃক।</translation>
    </message>
    <message>
        <source>The content that it names is not the content that it signs.</source>
        <translation>এটি যে তথ্যের উল্লেখ করে তা স্বাক্ষরিত তথ্য নয়।</translation>
    </message>
    <message>
        <source>The content of the approved version, worked out again, has the hash that was signed: %1.</source>
        <translation>অনুমোদিত সংস্করণের তথ্য আবার নির্ণয় করে স্বাক্ষরিত হ্যাশটিই পাওয়া গেছে: %1।</translation>
    </message>
    <message>
        <source>It was not changed since.</source>
        <translation>এরপর তা বদলায়নি।</translation>
    </message>
    <message>
        <source>The case was changed since; that is not approved.</source>
        <translation>এরপর মামলা বদলানো হয়েছে; সেই পরিবর্তন অনুমোদিত নয়।</translation>
    </message>
    <message>
        <source>More than 72 hours, or a negative time, between the time that the writer&apos;s computer gave and receipt: change %1.</source>
        <translation>লেখকের কম্পিউটারের দেওয়া সময় ও প্রাপ্তির মধ্যে ৭২ ঘণ্টার বেশি ব্যবধান, অথবা উল্টো ক্রম: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>Holds something that a newer program wrote and this one cannot show: change %1.</source>
        <translation>এতে নতুনতর প্রোগ্রামের লেখা এমন কিছু আছে যা এই প্রোগ্রাম দেখাতে পারে না: পরিবর্তন %1।</translation>
    </message>
    <message>
        <source>Identifying values stay sealed in this print: %1. Their signatures were verified all the same.</source>
        <translation>শনাক্তকারী তথ্য এই মুদ্রণে সিল করা: %1টি। তাদের স্বাক্ষর তবু যাচাই করা হয়েছে।</translation>
    </message>
    <message>
        <source>Other values that the person who printed this has no right to read: %1.</source>
        <translation>অন্যান্য তথ্য, যা মুদ্রণকারীর পড়ার অধিকার নেই: %1টি।</translation>
    </message>
    <message>
        <source>The times that the writers&apos; computers gave are those of their clocks. A signature shows whose key signed, not who sat at the computer.</source>
        <translation>লেখকদের কম্পিউটারের দেওয়া সময় তাদের নিজস্ব ঘড়ির। স্বাক্ষর দেখায় কার চাবি দিয়ে স্বাক্ষর হয়েছে, কম্পিউটারের সামনে কে বসেছিলেন তা নয়।</translation>
    </message>
</context>
<context>
    <name>AnswerWords</name>
    <message>
        <source>sealed: you hold no key to it</source>
        <translation>সিলমোহরকৃত: আপনার কাছে এর চাবি নেই</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>উত্তর নেই</translation>
    </message>
    <message>
        <source>Question %1 of another version of the form</source>
        <translation>ফরমের অন্য সংস্করণের প্রশ্ন %1</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>handover proposed</source>
        <translation>হস্তান্তর প্রস্তাবিত</translation>
    </message>
    <message>
        <source>handover accepted</source>
        <translation>হস্তান্তর গৃহীত</translation>
    </message>
    <message>
        <source>handover declined</source>
        <translation>হস্তান্তর প্রত্যাখ্যাত</translation>
    </message>
    <message>
        <source>handover withdrawn</source>
        <translation>হস্তান্তর প্রত্যাহৃত</translation>
    </message>
    <message>
        <source>remark: %1</source>
        <translation>মন্তব্য: %1</translation>
    </message>
    <message>
        <source>note: %1</source>
        <translation>টীকা: %1</translation>
    </message>
    <message>
        <source>query: %1</source>
        <translation>প্রশ্ন: %1</translation>
    </message>
    <message>
        <source>file: %1</source>
        <translation>ফাইল: %1</translation>
    </message>
    <message>
        <source>sealed</source>
        <translation>সিল করা</translation>
    </message>
    <message>
        <source>held back, of no effect</source>
        <translation>আটকে রাখা, কার্যকর নয়</translation>
    </message>
    <message>
        <source>correction of what was approved</source>
        <translation>অনুমোদিত তথ্যের সংশোধন</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>entry added</source>
        <translation>ভুক্তি যোগ হয়েছে</translation>
    </message>
    <message>
        <source>entry removed</source>
        <translation>ভুক্তি বাদ গেছে</translation>
    </message>
    <message>
        <source>conflict decided</source>
        <translation>দ্বন্দ্বের মীমাংসা হয়েছে</translation>
    </message>
    <message>
        <source>officer in charge</source>
        <translation>দায়িত্বপ্রাপ্ত কর্মকর্তা</translation>
    </message>
    <message>
        <source>something that a newer program wrote</source>
        <translation>নতুনতর প্রোগ্রামের লেখা কিছু</translation>
    </message>
    <message>
        <source>to another district</source>
        <translation>অন্য জেলায়</translation>
    </message>
    <message>
        <source>move proposed, district</source>
        <translation>স্থানান্তরের প্রস্তাব, জেলা</translation>
    </message>
    <message>
        <source>move accepted, district</source>
        <translation>স্থানান্তর গৃহীত, জেলা</translation>
    </message>
    <message>
        <source>why it was declined</source>
        <translation>প্রত্যাখ্যানের কারণ</translation>
    </message>
    <message>
        <source>move declined, district</source>
        <translation>স্থানান্তর প্রত্যাখ্যাত, জেলা</translation>
    </message>
    <message>
        <source>move taken back, district</source>
        <translation>স্থানান্তরের প্রস্তাব ফিরিয়ে নেওয়া, জেলা</translation>
    </message>
</context>
<context>
    <name>SyncReceiptWords</name>
    <message>
        <source>Case</source>
        <translation>মামলা</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>কী হয়েছে</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>করণীয়</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) written</source>
        <translation>
            <numerusform>%Lnটি পরিবর্তন লেখা হয়েছে</numerusform>
            <numerusform>%Lnটি পরিবর্তন লেখা হয়েছে</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) confirmed</source>
        <translation>
            <numerusform>%Lnটি পরিবর্তন নিশ্চিত হয়েছে</numerusform>
            <numerusform>%Lnটি পরিবর্তন নিশ্চিত হয়েছে</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) sent</source>
        <translation>
            <numerusform>%Lnটি পরিবর্তন পাঠানো হয়েছে</numerusform>
            <numerusform>%Lnটি পরিবর্তন পাঠানো হয়েছে</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) received</source>
        <translation>
            <numerusform>%Lnটি পরিবর্তন পাওয়া গেছে</numerusform>
            <numerusform>%Lnটি পরিবর্তন পাওয়া গেছে</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) held back: %1</source>
        <translation>
            <numerusform>%Lnটি পরিবর্তন আটকে রাখা: %1</numerusform>
            <numerusform>%Lnটি পরিবর্তন আটকে রাখা: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>in conflict</source>
        <translation>দ্বন্দ্বে আছে</translation>
    </message>
    <message>
        <source>nothing new</source>
        <translation>নতুন কিছু নেই</translation>
    </message>
    <message>
        <source>Two people changed the same field: open the case and decide.</source>
        <translation>দুজন একই ঘর বদলেছেন: মামলা খুলে সিদ্ধান্ত নিন।</translation>
    </message>
    <message>
        <source>Open the case, and ask your supervisor; nothing is lost.</source>
        <translation>মামলাটি খুলুন এবং তদারককারী কর্মকর্তাকে জিজ্ঞাসা করুন; কিছুই হারায়নি।</translation>
    </message>
    <message>
        <source>Nothing to do.</source>
        <translation>কিছু করার নেই।</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>তথ্য বিনিময়</translation>
    </message>
    <message>
        <source>Stick written</source>
        <translation>পেনড্রাইভে লেখা</translation>
    </message>
    <message>
        <source>Stick read</source>
        <translation>পেনড্রাইভ পড়া</translation>
    </message>
    <message>
        <source>changed nothing</source>
        <translation>কিছু বদলায়নি</translation>
    </message>
    <message>
        <source>went through</source>
        <translation>সম্পন্ন</translation>
    </message>
    <message>
        <source>stopped; what had arrived is kept</source>
        <translation>থামানো হয়েছে; যা এসেছিল তা আছে</translation>
    </message>
    <message>
        <source>no line</source>
        <translation>সংযোগ নেই</translation>
    </message>
    <message>
        <source>the server was busy</source>
        <translation>সার্ভার ব্যস্ত ছিল</translation>
    </message>
    <message>
        <source>did not go through</source>
        <translation>সম্পন্ন হয়নি</translation>
    </message>
    <message numerus="yes">
        <source>%Ln second(s)</source>
        <translation>
            <numerusform>%Ln সেকেন্ড</numerusform>
            <numerusform>%Ln সেকেন্ড</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln মিনিট</numerusform>
            <numerusform>%Ln মিনিট</numerusform>
        </translation>
    </message>
    <message>
        <source>Receipt of a sync</source>
        <translation>তথ্য বিনিময়ের প্রাপ্তিস্বীকার</translation>
    </message>
    <message>
        <source>PRACTICE</source>
        <translation>অনুশীলন</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>পৃষ্ঠা %1 / %2</translation>
    </message>
    <message>
        <source>Practice: nothing in it is real.</source>
        <translation>অনুশীলন: এর কিছুই বাস্তব নয়।</translation>
    </message>
    <message>
        <source>A line for each case</source>
        <translation>প্রতি মামলায় এক সারি</translation>
    </message>
    <message>
        <source>No case was touched.</source>
        <translation>কোনো মামলায় হাত পড়েনি।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more case(s) without a problem.</source>
        <translation>
            <numerusform>সমস্যা নেই এমন আরও %Lnটি মামলা।</numerusform>
            <numerusform>সমস্যা নেই এমন আরও %Lnটি মামলা।</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to do: ask the other district about this case.</source>
        <translation>কিছু করার নেই: এই মামলা সম্পর্কে ঐ জেলায় জিজ্ঞাসা করুন।</translation>
    </message>
    <message>
        <source>What</source>
        <translation>কী</translation>
    </message>
    <message>
        <source>When</source>
        <translation>কখন</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>কীভাবে শেষ হয়েছে</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>কে</translation>
    </message>
    <message>
        <source>With</source>
        <translation>কার সঙ্গে</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ফাইল</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>স্টেশন</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>লেখা হয়েছে</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>পাঠানো</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>প্রাপ্ত</translation>
    </message>
    <message>
        <source>In conflict</source>
        <translation>দ্বন্দ্বে</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>আটকে রাখা</translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation>পাঠানো ও প্রাপ্ত পরিমাণ</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 ও %2</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>This password is not right. Try again; nothing is deleted by wrong tries.</source>
        <translation>পাসওয়ার্ডটি সঠিক নয়। আবার চেষ্টা করুন; ভুল চেষ্টায় কিছুই মুছে যায় না।</translation>
    </message>
    <message>
        <source>Another program has this station open. Close it and try again.</source>
        <translation>অন্য একটি প্রোগ্রাম এই স্টেশনটি খুলে রেখেছে। সেটি বন্ধ করে আবার চেষ্টা করুন।</translation>
    </message>
    <message>
        <source>The computer that answered is not the Ministry&apos;s server. Nothing was sent. Tell the administrator.</source>
        <translation>যে কম্পিউটার সাড়া দিয়েছে সেটি মন্ত্রণালয়ের সার্ভার নয়। কিছুই পাঠানো হয়নি। প্রশাসককে জানান।</translation>
    </message>
    <message>
        <source>Choose a reason first. Every opening is written into the journal.</source>
        <translation>আগে একটি কারণ বেছে নিন। প্রতিবার খোলার তথ্য জার্নালে লেখা হয়।</translation>
    </message>
    <message>
        <source>This was not found on the station.</source>
        <translation>এটি এই স্টেশনে পাওয়া যায়নি।</translation>
    </message>
    <message>
        <source>Somebody changed this in the meantime. Open it again.</source>
        <translation>এরই মধ্যে কেউ এটি পরিবর্তন করেছেন। আবার খুলুন।</translation>
    </message>
    <message>
        <source>The station is locked.</source>
        <translation>স্টেশনটি তালাবদ্ধ।</translation>
    </message>
    <message>
        <source>This was written by a newer version of the program. Update first.</source>
        <translation>এটি প্রোগ্রামের নতুনতর সংস্করণে লেখা। আগে প্রোগ্রাম হালনাগাদ করুন।</translation>
    </message>
    <message>
        <source>The Ministry&apos;s server was not reached. Your work is safe here; try again when the line is back.</source>
        <translation>মন্ত্রণালয়ের সার্ভারে পৌঁছানো যায়নি। আপনার কাজ এখানে নিরাপদ আছে; সংযোগ ফিরলে আবার চেষ্টা করুন।</translation>
    </message>
    <message>
        <source>The Ministry&apos;s server is busy. Your work is safe here; try again in a minute.</source>
        <translation>মন্ত্রণালয়ের সার্ভার ব্যস্ত। আপনার কাজ এখানে নিরাপদ আছে; এক মিনিট পর আবার চেষ্টা করুন।</translation>
    </message>
    <message>
        <source>This is not possible.</source>
        <translation>এটি সম্ভব নয়।</translation>
    </message>
    <message>
        <source>This input is not right.</source>
        <translation>প্রদত্ত তথ্যটি সঠিক নয়।</translation>
    </message>
    <message>
        <source>The disk did not take it: not confirmed. Free some space and save again.</source>
        <translation>ডিস্কে সংরক্ষণ নিশ্চিত হয়নি। কিছু জায়গা খালি করে আবার সংরক্ষণ করুন।</translation>
    </message>
    <message>
        <source>There is not enough free memory to check the password. Close other programs and try again.</source>
        <translation>পাসওয়ার্ড যাচাইয়ের জন্য যথেষ্ট মেমোরি খালি নেই। অন্য প্রোগ্রাম বন্ধ করে আবার চেষ্টা করুন।</translation>
    </message>
    <message>
        <source>Stopped. What had arrived is kept.</source>
        <translation>থামানো হয়েছে। যা এসে পৌঁছেছিল তা রাখা আছে।</translation>
    </message>
    <message>
        <source>only on this computer</source>
        <translation>শুধু এই কম্পিউটারে</translation>
    </message>
    <message>
        <source>at the Ministry&apos;s server</source>
        <translation>মন্ত্রণালয়ের সার্ভারে</translation>
    </message>
    <message>
        <source>safe in a checked backup</source>
        <translation>যাচাইকৃত ব্যাকআপে নিরাপদ</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>আটকে রাখা</translation>
    </message>
    <message>
        <source>The key ring of this computer is locked. Unlock it (or sign in to the computer again) and try once more. Your password was not checked.</source>
        <translation>এই কম্পিউটারের কি-রিং তালাবদ্ধ। সেটি খুলে (অথবা কম্পিউটারে আবার সাইন ইন করে) আরেকবার চেষ্টা করুন। আপনার পাসওয়ার্ড যাচাই করা হয়নি।</translation>
    </message>
    <message>
        <source>The key ring of this computer does not answer. Sign in to the computer again, then try once more. Your password was not checked.</source>
        <translation>এই কম্পিউটারের কি-রিং সাড়া দিচ্ছে না। কম্পিউটারে আবার সাইন ইন করে আরেকবার চেষ্টা করুন। আপনার পাসওয়ার্ড যাচাই করা হয়নি।</translation>
    </message>
    <message>
        <source>The key ring of this computer cannot be used. Sign in to the computer as usual, then try once more. Your password was not checked.</source>
        <translation>এই কম্পিউটারের কি-রিং ব্যবহার করা যাচ্ছে না। যথারীতি কম্পিউটারে সাইন ইন করে আরেকবার চেষ্টা করুন। আপনার পাসওয়ার্ড যাচাই করা হয়নি।</translation>
    </message>
    <message>
        <source>The key of this computer was not found: the key ring is locked, or this station was made on another computer. Unlock the key ring and try again, or use the computer it was made on. Nothing is lost.</source>
        <translation>এই কম্পিউটারের চাবি পাওয়া যায়নি: কি-রিং তালাবদ্ধ, অথবা স্টেশনটি অন্য কম্পিউটারে তৈরি। কি-রিং খুলে আবার চেষ্টা করুন, অথবা যে কম্পিউটারে তৈরি সেটি ব্যবহার করুন। কিছুই হারায়নি।</translation>
    </message>
    <message>
        <source>The key found on this computer is not that of the station. Use the computer it was made on. Nothing is lost.</source>
        <translation>এই কম্পিউটারে পাওয়া চাবিটি এই স্টেশনের নয়। যে কম্পিউটারে তৈরি সেটি ব্যবহার করুন। কিছুই হারায়নি।</translation>
    </message>
    <message>
        <source>The password is too short: at least 15 characters, or four suggested words.</source>
        <translation>পাসওয়ার্ডটি খুব ছোট: কমপক্ষে ১৫ অক্ষর, অথবা প্রস্তাবিত চারটি শব্দ।</translation>
    </message>
    <message>
        <source>The password is too long: at most 128 characters.</source>
        <translation>পাসওয়ার্ডটি খুব দীর্ঘ: সর্বোচ্চ ১২৮ অক্ষর।</translation>
    </message>
    <message>
        <source>The password repeats the same letters. Take a short sentence, or four suggested words.</source>
        <translation>পাসওয়ার্ডে একই অক্ষর বারবার এসেছে। একটি ছোট বাক্য অথবা প্রস্তাবিত চারটি শব্দ নিন।</translation>
    </message>
    <message>
        <source>The password follows the keys of the keyboard. Take a short sentence, or four suggested words.</source>
        <translation>পাসওয়ার্ডটি কিবোর্ডের পরপর কি দিয়ে গড়া। একটি ছোট বাক্য অথবা প্রস্তাবিত চারটি শব্দ নিন।</translation>
    </message>
    <message>
        <source>The password is made of your name, login or district. Take something that nobody knows of you.</source>
        <translation>পাসওয়ার্ডটি আপনার নাম, লগইন বা জেলা দিয়ে গড়া। এমন কিছু নিন যা আপনার সম্পর্কে কেউ জানে না।</translation>
    </message>
    <message>
        <source>Very many people use this password. Take a short sentence, or four suggested words.</source>
        <translation>অসংখ্য মানুষ এই পাসওয়ার্ড ব্যবহার করেন। একটি ছোট বাক্য অথবা প্রস্তাবিত চারটি শব্দ নিন।</translation>
    </message>
    <message>
        <source>This invitation asks for the code you were told. Type it above.</source>
        <translation>এই আমন্ত্রণের জন্য আপনাকে জানানো কোডটি প্রয়োজন। উপরে লিখুন।</translation>
    </message>
    <message>
        <source>The code does not fit this invitation. Check it and type it again.</source>
        <translation>কোডটি এই আমন্ত্রণের সঙ্গে মেলে না। মিলিয়ে দেখে আবার লিখুন।</translation>
    </message>
    <message>
        <source>This invitation has run out. Ask the administrator for a new one.</source>
        <translation>এই আমন্ত্রণের মেয়াদ শেষ। প্রশাসকের কাছে নতুন আমন্ত্রণ চান।</translation>
    </message>
    <message>
        <source>Stations of this role are not taken in yet. Ask the administrator.</source>
        <translation>এই ভূমিকার স্টেশন এখনো নেওয়া হয় না। প্রশাসককে জিজ্ঞাসা করুন।</translation>
    </message>
    <message>
        <source>This invitation comes from another authority than this station&apos;s.</source>
        <translation>এই আমন্ত্রণ অন্য কর্তৃপক্ষের, এই স্টেশনের কর্তৃপক্ষের নয়।</translation>
    </message>
    <message>
        <source>Practice and real work do not mix: this belongs to the other one.</source>
        <translation>অনুশীলন ও প্রকৃত কাজ মেশানো যায় না: এটি অন্যটির।</translation>
    </message>
    <message>
        <source>The disk is full: this was not saved. What you typed stays here; free some space and save again.</source>
        <translation>ডিস্ক পূর্ণ: এটি সংরক্ষিত হয়নি। আপনার লেখা এখানে রয়ে গেছে; কিছু জায়গা খালি করে আবার সংরক্ষণ করুন।</translation>
    </message>
    <message>
        <source>The folder of the station cannot be written to: this was not saved. Tell the administrator.</source>
        <translation>স্টেশনের ফোল্ডারে লেখা যাচ্ছে না: এটি সংরক্ষিত হয়নি। প্রশাসককে জানান।</translation>
    </message>
    <message>
        <source>This station does not know the Ministry&apos;s server yet. The administrator can tell its address.</source>
        <translation>এই স্টেশন এখনো মন্ত্রণালয়ের সার্ভার চেনে না। প্রশাসক তার ঠিকানা জানাতে পারেন।</translation>
    </message>
    <message>
        <source>The receipt of the server cannot be trusted. Your work stays here as not sent. Tell the administrator.</source>
        <translation>সার্ভারের প্রাপ্তিস্বীকার বিশ্বাসযোগ্য নয়। আপনার কাজ এখানে &apos;পাঠানো হয়নি&apos; হিসেবে থাকছে। প্রশাসককে জানান।</translation>
    </message>
    <message>
        <source>A sync is running.</source>
        <translation>তথ্য বিনিময় চলছে।</translation>
    </message>
    <message>
        <source>You hold no key to the sealed part of this case. The administrator has to confirm you, and then you sync.</source>
        <translation>এই মামলার সিল করা অংশের চাবি আপনার নেই। প্রশাসক আপনাকে নিশ্চিত করলে তথ্য বিনিময় করুন।</translation>
    </message>
    <message>
        <source>The case is not complete yet: the questions are marked. F8 goes to the next one.</source>
        <translation>মামলাটি এখনো সম্পূর্ণ নয়: প্রশ্নগুলো চিহ্নিত করা আছে। F8 চাপলে পরেরটিতে যাবে।</translation>
    </message>
    <message>
        <source>You entered or changed this case yourself: another supervisor has to approve it.</source>
        <translation>এই মামলা আপনি নিজেই লিখেছেন বা পরিবর্তন করেছেন: অন্য তদারককারী কর্মকর্তাকে অনুমোদন করতে হবে।</translation>
    </message>
    <message>
        <source>Your role does not do this. The recording officer enters and corrects, the district supervisor returns and approves.</source>
        <translation>আপনার ভূমিকায় এটি করা যায় না। তথ্য লিপিবদ্ধকারী কর্মকর্তা লেখেন ও সংশোধন করেন, জেলা তদারককারী ফেরত দেন ও অনুমোদন করেন।</translation>
    </message>
    <message>
        <source>This case belongs to another district.</source>
        <translation>এই মামলা অন্য জেলার।</translation>
    </message>
    <message>
        <source>the role of the writer does not do this</source>
        <translation>লেখকের ভূমিকায় এটি করা যায় না</translation>
    </message>
    <message>
        <source>the case belongs to another district</source>
        <translation>মামলাটি অন্য জেলার</translation>
    </message>
    <message>
        <source>the case was no longer in a state that allows this</source>
        <translation>মামলাটি আর এমন অবস্থায় ছিল না যাতে এটি করা যায়</translation>
    </message>
    <message>
        <source>the approval does not fit the content it names</source>
        <translation>অনুমোদনটি উল্লিখিত তথ্যের সঙ্গে মেলে না</translation>
    </message>
    <message>
        <source>the right of the writer had ended before</source>
        <translation>লেখকের অধিকার আগেই শেষ হয়েছিল</translation>
    </message>
    <message>
        <source>the signature is not genuine</source>
        <translation>স্বাক্ষরটি আসল নয়</translation>
    </message>
    <message>
        <source>the writer is not known</source>
        <translation>লেখক পরিচিত নন</translation>
    </message>
    <message>
        <source>an earlier change is still missing</source>
        <translation>আগের একটি পরিবর্তন এখনো আসেনি</translation>
    </message>
    <message>
        <source>it follows a change that was held back</source>
        <translation>এটি আটকে রাখা একটি পরিবর্তনের পরের</translation>
    </message>
    <message>
        <source>Stored data are damaged. The password is not the cause. Do not go on; call the administrator, who can restore the backup.</source>
        <translation>সংরক্ষিত তথ্য ক্ষতিগ্রস্ত। পাসওয়ার্ড এর কারণ নয়। কাজ আর এগোবেন না; প্রশাসককে ডাকুন, তিনি ব্যাকআপ ফিরিয়ে আনতে পারেন।</translation>
    </message>
    <message>
        <source>Not possible in this state: %1.</source>
        <translation>এই অবস্থায় সম্ভব নয়: %1।</translation>
    </message>
    <message>
        <source>Ministry of Home Affairs</source>
        <translation>স্বরাষ্ট্র মন্ত্রণালয়</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>দাখিল করা হয়েছে</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>ফেরত দেওয়া হয়েছে</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>অনুমোদিত হয়েছে</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>পুনরায় উন্মুক্ত করা হয়েছে</translation>
    </message>
    <message>
        <source>Query from the Ministry</source>
        <translation>মন্ত্রণালয়ের জিজ্ঞাসা</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>গৃহীত হয়েছে</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>স্থিরকৃত</translation>
    </message>
    <message>
        <source>Made void</source>
        <translation>বাতিল করা হয়েছে</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>একীভূত করা হয়েছে</translation>
    </message>
    <message>
        <source>Recalled</source>
        <translation>প্রত্যাহার করা হয়েছে</translation>
    </message>
    <message>
        <source>Later facts reviewed</source>
        <translation>পরবর্তী তথ্য পর্যালোচিত</translation>
    </message>
    <message>
        <source>nobody approves their own entries and changes</source>
        <translation>নিজের লেখা বা পরিবর্তন কেউ নিজে অনুমোদন করেন না</translation>
    </message>
    <message>
        <source>This computer has no font for Bangla, so nothing was printed. Ask the administrator to install the package fonts-noto-core.</source>
        <translation>এই কম্পিউটারে বাংলা ফন্ট নেই, তাই কিছু মুদ্রণ হয়নি। প্রশাসককে fonts-noto-core প্যাকেজ ইনস্টল করতে বলুন।</translation>
    </message>
    <message>
        <source>The case cannot be merged into this one. Choose a case of your district that goes on itself.</source>
        <translation>মামলাটি এটির সঙ্গে একীভূত করা যায় না। নিজের জেলার এমন মামলা বেছে নিন যা নিজে চলছে।</translation>
    </message>
    <message>
        <source>This case was approved: a correction needs a reason, and a second approval. Open the case and save it there.</source>
        <translation>মামলাটি অনুমোদিত: সংশোধনে কারণ ও দ্বিতীয় অনুমোদন দরকার। মামলাটি খুলে সেখানে সংরক্ষণ করুন।</translation>
    </message>
    <message>
        <source>No later facts wait for a review.</source>
        <translation>পর্যালোচনার অপেক্ষায় কোনো পরবর্তী তথ্য নেই।</translation>
    </message>
    <message>
        <source>People gave different answers in this case: decide the conflict first.</source>
        <translation>এই মামলায় ভিন্ন ভিন্ন উত্তর দেওয়া হয়েছে: আগে দ্বন্দ্বটি নিষ্পত্তি করুন।</translation>
    </message>
    <message>
        <source>it does not follow the change before it of the same station</source>
        <translation>এটি একই স্টেশনের আগের পরিবর্তনের ধারাবাহিক নয়</translation>
    </message>
    <message>
        <source>its station had already given its number to another change</source>
        <translation>এর স্টেশন একই নম্বর আগেই অন্য পরিবর্তনকে দিয়েছিল</translation>
    </message>
    <message>
        <source>it was written under a form that is not known here</source>
        <translation>এটি এমন ফরমে লেখা যা এখানে জানা নেই</translation>
    </message>
    <message>
        <source>what it says is not allowed in a case</source>
        <translation>এতে যা আছে তা মামলায় অনুমোদিত নয়</translation>
    </message>
    <message>
        <source>it is not written as a change has to be</source>
        <translation>এটি পরিবর্তনের নির্ধারিত নিয়মে লেখা নয়</translation>
    </message>
    <message>
        <source>Only the supervisor of a district moves a case to another district.</source>
        <translation>শুধু জেলার তদারককারী কর্মকর্তা মামলা অন্য জেলায় স্থানান্তর করেন।</translation>
    </message>
    <message>
        <source>This station knows nobody in that district yet, so the names could not be sealed for it. Sync, or ask the administrator.</source>
        <translation>এই স্টেশন ঐ জেলার কাউকে এখনো চেনে না, তাই তার জন্য নাম সিল করা যায়নি। তথ্য বিনিময় করুন, অথবা প্রশাসককে জিজ্ঞাসা করুন।</translation>
    </message>
    <message>
        <source>This case moved to another district and is no longer on this computer. What you had saved is with the Ministry&apos;s server.</source>
        <translation>এই মামলা অন্য জেলায় স্থানান্তরিত হয়েছে এবং এই কম্পিউটারে আর নেই। আপনি যা সংরক্ষণ করেছিলেন তা মন্ত্রণালয়ের সার্ভারে আছে।</translation>
    </message>
    <message>
        <source>This case is void, and its content was removed after 90 days. Its number stays.</source>
        <translation>এই মামলা বাতিল; ৯০ দিন পর এর তথ্য মুছে ফেলা হয়েছে। নম্বরটি থাকছে।</translation>
    </message>
    <message>
        <source>void; its content was removed on %1, its number stays</source>
        <translation>বাতিল; %1 তারিখে এর তথ্য মুছে ফেলা হয়েছে, নম্বরটি থাকছে</translation>
    </message>
    <message>
        <source>moved to another district (%2); no longer on this computer since %1</source>
        <translation>অন্য জেলায় (%2) স্থানান্তরিত; %1 থেকে এই কম্পিউটারে আর নেই</translation>
    </message>
    <message>
        <source>That folder is on the same disk as the station and would be lost with it. Choose a stick or a share.</source>
        <translation>ফোল্ডারটি স্টেশনের সঙ্গে একই ডিস্কে আছে, ডিস্কটি নষ্ট হলে এটিও হারিয়ে যাবে। একটি পেনড্রাইভ বা শেয়ার করা ফোল্ডার বেছে নিন।</translation>
    </message>
    <message>
        <source>That folder cannot be written to. Choose another place.</source>
        <translation>ফোল্ডারটিতে লেখা যাচ্ছে না। অন্য স্থান বেছে নিন।</translation>
    </message>
    <message>
        <source>Say why your district does not take this case: the other district reads it.</source>
        <translation>আপনার জেলা কেন এই মামলা গ্রহণ করছে না তা লিখুন: অন্য জেলা এটি পড়বে।</translation>
    </message>
    <message>
        <source>Nothing is proposed here any more. Sync, and open the case again.</source>
        <translation>এখানে আর কোনো প্রস্তাব নেই। তথ্য বিনিময় করুন, তারপর মামলাটি আবার খুলুন।</translation>
    </message>
    <message>
        <source>on its way from the Ministry&apos;s server: arrives with the next syncs</source>
        <translation>মন্ত্রণালয়ের সার্ভার থেকে আসছে: পরবর্তী তথ্য বিনিময়ে পৌঁছাবে</translation>
    </message>
</context>
<context>
    <name>prohori::BackupKeeper</name>
    <message>
        <source>Last backup on this computer: %1.</source>
        <translation>এই কম্পিউটারে সর্বশেষ ব্যাকআপ: %1।</translation>
    </message>
    <message>
        <source>There is no backup on this computer yet.</source>
        <translation>এই কম্পিউটারে এখনো কোনো ব্যাকআপ নেই।</translation>
    </message>
    <message>
        <source>The backup was not made: the disk is full. It is tried again by itself; free some space.</source>
        <translation>ব্যাকআপ করা যায়নি: ডিস্ক পূর্ণ। স্বয়ংক্রিয়ভাবে আবার চেষ্টা করা হবে; কিছু জায়গা খালি করুন।</translation>
    </message>
    <message>
        <source>The backup was not made: the folder of the backups cannot be written to. Tell the administrator; it is tried again by itself.</source>
        <translation>ব্যাকআপ করা যায়নি: ব্যাকআপের ফোল্ডারে লেখা যাচ্ছে না। প্রশাসককে জানান; স্বয়ংক্রিয়ভাবে আবার চেষ্টা করা হবে।</translation>
    </message>
    <message>
        <source>The backup was not made, and is tried again by itself: %1</source>
        <translation>ব্যাকআপ করা যায়নি, স্বয়ংক্রিয়ভাবে আবার চেষ্টা করা হবে: %1</translation>
    </message>
    <message>
        <source>Last backup at the second place: %1.</source>
        <translation>দ্বিতীয় স্থানে সর্বশেষ ব্যাকআপ: %1।</translation>
    </message>
    <message>
        <source>The second place has had no backup for a week: put the stick in, and press Ctrl+Shift+B.</source>
        <translation>দ্বিতীয় স্থানে এক সপ্তাহ ধরে কোনো ব্যাকআপ যায়নি: পেনড্রাইভটি লাগিয়ে Ctrl+Shift+B চাপুন।</translation>
    </message>
    <message>
        <source>The second place for backups is full.</source>
        <translation>ব্যাকআপের দ্বিতীয় স্থানটি পূর্ণ।</translation>
    </message>
    <message>
        <source>The disk of this computer is nearly full: %1 MB are free. Free some space before saving is refused.</source>
        <translation>এই কম্পিউটারের ডিস্ক প্রায় পূর্ণ: %1 এমবি খালি আছে। সংরক্ষণ বন্ধ হওয়ার আগেই কিছু জায়গা খালি করুন।</translation>
    </message>
</context>
<context>
    <name>prohori::BadgeButton</name>
    <message numerus="yes">
        <source>%Ln change(s) not sent</source>
        <translation>
            <numerusform>%Lnটি পরিবর্তন পাঠানো হয়নি</numerusform>
            <numerusform>%Lnটি পরিবর্তন পাঠানো হয়নি</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::CaseListModel</name>
    <message>
        <source>Conflict</source>
        <translation>দ্বন্দ্ব</translation>
    </message>
    <message>
        <source>Changed since approval</source>
        <translation>অনুমোদনের পর পরিবর্তিত</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>মামলা</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>অবস্থা</translation>
    </message>
    <message>
        <source>Victims / suspects</source>
        <translation>ভুক্তভোগী / সন্দেহভাজন</translation>
    </message>
    <message>
        <source>District</source>
        <translation>জেলা</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>অপেক্ষমাণ</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>পরিবর্তন</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>এখনো পাঠানো হয়নি</translation>
    </message>
    <message>
        <source>since today</source>
        <translation>আজ থেকে</translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln দিন</numerusform>
            <numerusform>%Ln দিন</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Lnটি সমস্যা</numerusform>
            <numerusform>%Lnটি সমস্যা</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>প্রস্তুত</translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) overdue</source>
        <translation>
            <numerusform>%Ln দিন পেরিয়ে গেছে</numerusform>
            <numerusform>%Ln দিন পেরিয়ে গেছে</numerusform>
        </translation>
    </message>
    <message>
        <source>due today</source>
        <translation>আজই শেষ দিন</translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) left</source>
        <translation>
            <numerusform>%Ln দিন বাকি</numerusform>
            <numerusform>%Ln দিন বাকি</numerusform>
        </translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>সময় পেরিয়েছে</translation>
    </message>
    <message>
        <source>held by %1: settle who goes on</source>
        <translation>দায়িত্বে %1: কে চালিয়ে যাবেন, তা ঠিক করুন</translation>
    </message>
    <message>
        <source>held by %1</source>
        <translation>দায়িত্বে %1</translation>
    </message>
    <message>
        <source>offered to %1</source>
        <translation>%1-কে প্রস্তাব করা হয়েছে</translation>
    </message>
    <message numerus="yes">
        <source>%Ln later row(s) to look at</source>
        <translation>
            <numerusform>দেখার জন্য পরবর্তী তথ্যের %Ln-টি সারি</numerusform>
            <numerusform>দেখার জন্য পরবর্তী তথ্যের %Ln-টি সারি</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 proposes it to %2</source>
        <translation>%1 জেলা %2 জেলাকে প্রস্তাব দিয়েছে</translation>
    </message>
    <message>
        <source>Safety risk: %1</source>
        <translation>নিরাপত্তা ঝুঁকি: %1</translation>
    </message>
</context>
<context>
    <name>prohori::CasePage</name>
    <message numerus="yes">
        <source>Not saved as a case yet; the typing is kept. %Ln answer(s) were carried forward: Enter confirms, F8 goes to the next one.</source>
        <translation>
            <numerusform>মামলা হিসেবে এখনও সংরক্ষিত হয়নি; লেখা রাখা আছে। %Lnটি উত্তর আগের থেকে আনা হয়েছে: Enter নিশ্চিত করে, F8 পরেরটিতে যায়।</numerusform>
            <numerusform>মামলা হিসেবে এখনও সংরক্ষিত হয়নি; লেখা রাখা আছে। %Lnটি উত্তর আগের থেকে আনা হয়েছে: Enter নিশ্চিত করে, F8 পরেরটিতে যায়।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not saved as a case yet; the typing is kept. %Ln question(s) are needed for saving, F8 goes to the next one.</source>
        <translation>
            <numerusform>এখনো মামলা হিসেবে সংরক্ষিত হয়নি; লেখাটি রাখা আছে। সংরক্ষণের জন্য %Lnটি প্রশ্নের উত্তর প্রয়োজন, F8 চাপলে পরেরটিতে যাবে।</numerusform>
            <numerusform>এখনো মামলা হিসেবে সংরক্ষিত হয়নি; লেখাটি রাখা আছে। সংরক্ষণের জন্য %Lnটি প্রশ্নের উত্তর প্রয়োজন, F8 চাপলে পরেরটিতে যাবে।</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is saved. Others changed it since you opened it: their work is here too.</source>
        <translation>%1 সংরক্ষিত হয়েছে। আপনি খোলার পর অন্যরাও এটি পরিবর্তন করেছেন: তাঁদের কাজও এখানে আছে।</translation>
    </message>
    <message>
        <source>%1 is saved on this computer at %2.</source>
        <translation>%1 এই কম্পিউটারে সংরক্ষিত হয়েছে, সময় %2।</translation>
    </message>
    <message numerus="yes">
        <source>%1 is saved but not submitted: %Ln question(s) are open, F8 goes to the next one.</source>
        <translation>
            <numerusform>%1 সংরক্ষিত হয়েছে কিন্তু দাখিল হয়নি: %Lnটি প্রশ্নের উত্তর বাকি, F8 চাপলে পরেরটিতে যাবে।</numerusform>
            <numerusform>%1 সংরক্ষিত হয়েছে কিন্তু দাখিল হয়নি: %Lnটি প্রশ্নের উত্তর বাকি, F8 চাপলে পরেরটিতে যাবে।</numerusform>
        </translation>
    </message>
    <message>
        <source>Return %1</source>
        <translation>%1 ফেরত দিন</translation>
    </message>
    <message>
        <source>The officer sees the reasons and your comment.</source>
        <translation>কর্মকর্তা কারণগুলো ও আপনার মন্তব্য দেখতে পাবেন।</translation>
    </message>
    <message>
        <source>Return to officer</source>
        <translation>কর্মকর্তার কাছে ফেরত</translation>
    </message>
    <message>
        <source>%1: %2. Saved here; it goes out with the next sync.</source>
        <translation>%1: %2। এখানে সংরক্ষিত; পরবর্তী তথ্য বিনিময়ে পাঠানো হবে।</translation>
    </message>
    <message>
        <source>Open names and identities of %1</source>
        <translation>%1-এর নাম ও পরিচয় খুলুন</translation>
    </message>
    <message>
        <source>Who opened them, when and why is written into the journal.</source>
        <translation>কে, কখন ও কেন খুলেছেন তা জার্নালে লেখা হয়।</translation>
    </message>
    <message>
        <source>Work on this case</source>
        <translation>এই মামলার কাজ</translation>
    </message>
    <message>
        <source>Review before a decision</source>
        <translation>সিদ্ধান্তের আগে পর্যালোচনা</translation>
    </message>
    <message>
        <source>Check whether it is a duplicate</source>
        <translation>দ্বৈত রেকর্ড কি না যাচাই</translation>
    </message>
    <message>
        <source>Referral or protection of the person</source>
        <translation>ব্যক্তির রেফারেল বা সুরক্ষা</translation>
    </message>
    <message>
        <source>Order or request of a court</source>
        <translation>আদালতের আদেশ বা অনুরোধ</translation>
    </message>
    <message>
        <source>Open names</source>
        <translation>নাম খুলুন</translation>
    </message>
    <message>
        <source>The names are open. This is written into the journal.</source>
        <translation>নামগুলো খোলা হয়েছে। এটি জার্নালে লেখা হয়েছে।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) are open before the case can be submitted.</source>
        <translation>
            <numerusform>দাখিলের আগে %Lnটি প্রশ্নের উত্তর বাকি।</numerusform>
            <numerusform>দাখিলের আগে %Lnটি প্রশ্নের উত্তর বাকি।</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems: the case can be submitted.</source>
        <translation>কোনো সমস্যা নেই: মামলাটি দাখিল করা যায়।</translation>
    </message>
    <message>
        <source>What you typed before is kept, but this case cannot be changed now. %1</source>
        <translation>আগের লেখা রাখা আছে, তবে মামলাটি এখন পরিবর্তন করা যায় না। %1</translation>
    </message>
    <message>
        <source>What you typed before is here again. Others changed this case meanwhile: when you save, both are kept.</source>
        <translation>আগের লেখা আবার এখানে আছে। এর মধ্যে অন্যরা মামলাটি পরিবর্তন করেছেন: সংরক্ষণ করলে দুটোই থাকবে।</translation>
    </message>
    <message>
        <source>What you typed before is here again. Save it, or go on typing.</source>
        <translation>আগের লেখা আবার এখানে আছে। সংরক্ষণ করুন, অথবা লেখা চালিয়ে যান।</translation>
    </message>
    <message>
        <source>Discard what was typed?</source>
        <translation>যা লেখা হয়েছে তা বাদ দেবেন?</translation>
    </message>
    <message>
        <source>Everything typed in %1 since the last save goes. The saved case stays as it is.</source>
        <translation>শেষ সংরক্ষণের পর %1-এ যা লেখা হয়েছে সব মুছে যাবে। সংরক্ষিত মামলা যেমন আছে তেমনই থাকবে।</translation>
    </message>
    <message>
        <source>This new case was never saved: everything typed in it goes.</source>
        <translation>এই নতুন মামলা কখনো সংরক্ষিত হয়নি: এতে লেখা সবকিছু মুছে যাবে।</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>বাদ দিন</translation>
    </message>
    <message>
        <source>The typing was discarded.</source>
        <translation>লেখা বাদ দেওয়া হয়েছে।</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>বার্তা</translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Lnটি সমস্যা</numerusform>
            <numerusform>%Lnটি সমস্যা</numerusform>
        </translation>
    </message>
    <message>
        <source>ready</source>
        <translation>প্রস্তুত</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>বন্ধ করুন</translation>
    </message>
    <message>
        <source>Open names…</source>
        <translation>নাম খুলুন…</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>পরের সমস্যা</translation>
    </message>
    <message>
        <source>TIP or SOM?</source>
        <translation>পাচার না চোরাচালান?</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>মুছে ফেলুন…</translation>
    </message>
    <message>
        <source>Return…</source>
        <translation>ফেরত…</translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation>অনুমোদন…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>সংরক্ষণ</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>দাখিল</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>নতুন মামলা</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>এখনো সংরক্ষিত নয়</translation>
    </message>
    <message>
        <source>Fill in what you know; what is missing can come later.</source>
        <translation>যা জানেন লিখুন; বাকিটা পরে লেখা যাবে।</translation>
    </message>
    <message>
        <source>approved version</source>
        <translation>অনুমোদিত সংস্করণ</translation>
    </message>
    <message>
        <source>two decisions disagree</source>
        <translation>দুটি সিদ্ধান্ত পরস্পরবিরোধী</translation>
    </message>
    <message numerus="yes">
        <source>%Ln field(s) in conflict</source>
        <translation>
            <numerusform>%Lnটি ঘরে দ্বন্দ্ব</numerusform>
            <numerusform>%Lnটি ঘরে দ্বন্দ্ব</numerusform>
        </translation>
    </message>
    <message>
        <source>names are sealed</source>
        <translation>নাম সিল করা</translation>
    </message>
    <message>
        <source>saved here, not sent yet</source>
        <translation>এখানে সংরক্ষিত, এখনো পাঠানো হয়নি</translation>
    </message>
    <message>
        <source>saved and sent</source>
        <translation>সংরক্ষিত ও পাঠানো</translation>
    </message>
    <message>
        <source>%1 by %2, %3.</source>
        <translation>%1: %2, %3।</translation>
    </message>
    <message>
        <source>Reasons: %1.</source>
        <translation>কারণ: %1।</translation>
    </message>
    <message>
        <source>Save the case first.</source>
        <translation>আগে মামলাটি সংরক্ষণ করুন।</translation>
    </message>
    <message>
        <source>Everything is saved.</source>
        <translation>সবকিছু সংরক্ষিত।</translation>
    </message>
    <message>
        <source>Nothing is typed that is not saved.</source>
        <translation>অসংরক্ষিত কোনো লেখা নেই।</translation>
    </message>
    <message>
        <source>There is nothing to submit in this state: %1.</source>
        <translation>এই অবস্থায় দাখিলের কিছু নেই: %1।</translation>
    </message>
    <message>
        <source>What you type here is open until you close the case.</source>
        <translation>এখানে যা লিখছেন তা মামলা বন্ধ না করা পর্যন্ত খোলা থাকে।</translation>
    </message>
    <message>
        <source>The names are open.</source>
        <translation>নামগুলো খোলা আছে।</translation>
    </message>
    <message>
        <source>This case holds no names.</source>
        <translation>এই মামলায় কোনো নাম নেই।</translation>
    </message>
    <message>
        <source>Names stay in the district: the Ministry holds no key to them.</source>
        <translation>নাম জেলাতেই থাকে: মন্ত্রণালয়ের কাছে এর চাবি নেই।</translation>
    </message>
    <message>
        <source>You hold no key to the names of this case.</source>
        <translation>এই মামলার নামের চাবি আপনার নেই।</translation>
    </message>
    <message>
        <source>Enter again to verify…</source>
        <translation>যাচাইয়ের জন্য আবার লিখুন…</translation>
    </message>
    <message>
        <source>Only before the case is submitted.</source>
        <translation>কেবল মামলা দাখিলের আগে সম্ভব।</translation>
    </message>
    <message>
        <source>Settle the fields in conflict first.</source>
        <translation>আগে বিরোধপূর্ণ ঘরগুলোর মীমাংসা করুন।</translation>
    </message>
    <message>
        <source>Nothing in this case is marked to be verified.</source>
        <translation>এই মামলায় যাচাইয়ের জন্য চিহ্নিত কোনো প্রশ্ন নেই।</translation>
    </message>
    <message>
        <source>Entered again: both entries of %1 agree.</source>
        <translation>আবার লেখা হয়েছে: %1-এর দুইবারের লেখা মিলেছে।</translation>
    </message>
    <message numerus="yes">
        <source>Entered again: %Ln difference(s) settled and saved in %1.</source>
        <translation>
            <numerusform>আবার লেখা হয়েছে: %Lnটি অমিলের মীমাংসা হয়ে %1-এ সংরক্ষিত হয়েছে।</numerusform>
            <numerusform>আবার লেখা হয়েছে: %Lnটি অমিলের মীমাংসা হয়ে %1-এ সংরক্ষিত হয়েছে।</numerusform>
        </translation>
    </message>
    <message>
        <source>Second entry: only one of the two entries had this; it stays.</source>
        <translation>দ্বিতীয়বারের লেখা: দুইবারের মধ্যে কেবল একবার এটি ছিল; এটি রাখা হয়েছে।</translation>
    </message>
    <message>
        <source>the first answer stays</source>
        <translation>প্রথম উত্তর রাখা হয়েছে</translation>
    </message>
    <message>
        <source>the second answer was taken</source>
        <translation>দ্বিতীয় উত্তর নেওয়া হয়েছে</translation>
    </message>
    <message>
        <source>a third answer was taken</source>
        <translation>তৃতীয় একটি উত্তর নেওয়া হয়েছে</translation>
    </message>
    <message>
        <source>Second entry: “%1” and “%2” differed; %3.</source>
        <translation>দ্বিতীয়বারের লেখা: “%1” ও “%2” মেলেনি; %3।</translation>
    </message>
    <message>
        <source>Second entry: the two differed; %1.</source>
        <translation>দ্বিতীয়বারের লেখা: দুইবারের লেখা মেলেনি; %1।</translation>
    </message>
    <message>
        <source>See what a change to the new one does</source>
        <translation>নতুন সংস্করণে নিলে কী হবে দেখুন</translation>
    </message>
    <message>
        <source>Answers of another version</source>
        <translation>অন্য সংস্করণের উত্তর</translation>
    </message>
    <message>
        <source>This case was begun on an earlier version of the form (%1).</source>
        <translation>এই মামলা ফরমের আগের সংস্করণে (%1) শুরু হয়েছে।</translation>
    </message>
    <message numerus="yes">
        <source>It holds %Ln answer(s) of another version of the form.</source>
        <translation>
            <numerusform>এতে ফরমের অন্য সংস্করণের %Lnটি উত্তর আছে।</numerusform>
            <numerusform>এতে ফরমের অন্য সংস্করণের %Lnটি উত্তর আছে।</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is on the new version of the form.</source>
        <translation>%1 এখন ফরমের নতুন সংস্করণে আছে।</translation>
    </message>
    <message numerus="yes">
        <source>%1 is on the new version of the form, which asks or finds %Ln thing(s) more: F8 goes to the next one.</source>
        <translation>
            <numerusform>%1 এখন ফরমের নতুন সংস্করণে আছে; এতে আরও %Lnটি বিষয় দেখতে হবে: F8 চাপলে পরেরটিতে যাবে।</numerusform>
            <numerusform>%1 এখন ফরমের নতুন সংস্করণে আছে; এতে আরও %Lnটি বিষয় দেখতে হবে: F8 চাপলে পরেরটিতে যাবে।</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>More (F10)</source>
        <translation>আরও (F10)</translation>
    </message>
    <message>
        <source>History of the case…</source>
        <translation>মামলার ইতিহাস…</translation>
    </message>
    <message>
        <source>Question about this answer…</source>
        <translation>এই উত্তর নিয়ে প্রশ্ন…</translation>
    </message>
    <message>
        <source>Remark for the return…</source>
        <translation>ফেরতের জন্য মন্তব্য…</translation>
    </message>
    <message>
        <source>Take back the submission</source>
        <translation>দাখিল ফিরিয়ে নিন</translation>
    </message>
    <message>
        <source>Reopen for correction…</source>
        <translation>সংশোধনের জন্য পুনরায় খুলুন…</translation>
    </message>
    <message>
        <source>Next case of the queue</source>
        <translation>তালিকার পরের মামলা</translation>
    </message>
    <message>
        <source>Case before it</source>
        <translation>তালিকার আগের মামলা</translation>
    </message>
    <message>
        <source>The case was never approved.</source>
        <translation>মামলাটি কখনো অনুমোদিত হয়নি।</translation>
    </message>
    <message>
        <source>You cannot ask about this case in the state it is in.</source>
        <translation>মামলাটি এখন যে অবস্থায় আছে, তাতে প্রশ্ন করা যায় না।</translation>
    </message>
    <message>
        <source>%1 as it was approved</source>
        <translation>%1, যেভাবে অনুমোদিত হয়েছিল</translation>
    </message>
    <message>
        <source>%1 as approved by %2 on %3</source>
        <translation>%1, %2 যেভাবে %3 তারিখে অনুমোদন করেছেন</translation>
    </message>
    <message>
        <source>Put the cursor into the answer that it is about.</source>
        <translation>যে উত্তর নিয়ে বলতে চান, কারসর সেখানে রাখুন।</translation>
    </message>
    <message>
        <source>There is no open question about this answer.</source>
        <translation>এই উত্তর নিয়ে কোনো অমীমাংসিত প্রশ্ন নেই।</translation>
    </message>
    <message>
        <source>Ask about “%1”</source>
        <translation>“%1” নিয়ে প্রশ্ন করুন</translation>
    </message>
    <message>
        <source>The case cannot be approved until the question is answered and closed.</source>
        <translation>প্রশ্নের উত্তর দেওয়া ও নিষ্পত্তি না হওয়া পর্যন্ত মামলাটি অনুমোদন করা যাবে না।</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>প্রশ্ন করুন</translation>
    </message>
    <message>
        <source>Close the question about “%1”</source>
        <translation>“%1” নিয়ে প্রশ্নটি নিষ্পত্তি করুন</translation>
    </message>
    <message>
        <source>Close the question</source>
        <translation>প্রশ্ন নিষ্পত্তি করুন</translation>
    </message>
    <message>
        <source>Answer the question about “%1”</source>
        <translation>“%1” নিয়ে প্রশ্নের উত্তর দিন</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>উত্তর দিন</translation>
    </message>
    <message>
        <source>%1: written down. It goes out with the next sync.</source>
        <translation>%1: লিখে রাখা হয়েছে। পরের তথ্য বিনিময়ে পাঠানো হবে।</translation>
    </message>
    <message>
        <source>Remark on “%1”</source>
        <translation>“%1” নিয়ে মন্তব্য</translation>
    </message>
    <message>
        <source>It goes to the officer with the return; he answers each remark before he submits again.</source>
        <translation>ফেরতের সঙ্গে এটি কর্মকর্তার কাছে যাবে; আবার দাখিলের আগে তাঁকে প্রতিটি মন্তব্যের জবাব দিতে হবে।</translation>
    </message>
    <message>
        <source>Keep the remark</source>
        <translation>মন্তব্য রাখুন</translation>
    </message>
    <message numerus="yes">
        <source>%Ln remark(s) are kept for the return (Ctrl+R).</source>
        <translation>
            <numerusform>ফেরতের জন্য %Lnটি মন্তব্য রাখা হয়েছে (Ctrl+R)।</numerusform>
            <numerusform>ফেরতের জন্য %Lnটি মন্তব্য রাখা হয়েছে (Ctrl+R)।</numerusform>
        </translation>
    </message>
    <message>
        <source>Remark of %1, answered: %2</source>
        <translation>%1-এর মন্তব্য, জবাব দেওয়া হয়েছে: %2</translation>
    </message>
    <message>
        <source>Remark of %1: %2</source>
        <translation>%1-এর মন্তব্য: %2</translation>
    </message>
    <message>
        <source>Open question. %1</source>
        <translation>অমীমাংসিত প্রশ্ন। %1</translation>
    </message>
    <message>
        <source>Closed question. %1</source>
        <translation>নিষ্পত্তি হওয়া প্রশ্ন। %1</translation>
    </message>
    <message>
        <source>Remark for the return: %1</source>
        <translation>ফেরতের জন্য মন্তব্য: %1</translation>
    </message>
    <message>
        <source>Reopen %1</source>
        <translation>%1 পুনরায় খুলুন</translation>
    </message>
    <message>
        <source>The case goes back to the officers for correction and is approved a second time. The approved version stays readable.</source>
        <translation>মামলাটি সংশোধনের জন্য কর্মকর্তাদের কাছে ফিরে যাবে এবং দ্বিতীয়বার অনুমোদিত হবে। অনুমোদিত সংস্করণটি পড়া যাবে।</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>পুনরায় খুলুন</translation>
    </message>
    <message>
        <source>%1 is saved and changed since its approval. Submit it (Ctrl+Return): it is approved a second time.</source>
        <translation>%1 সংরক্ষিত হয়েছে এবং অনুমোদনের পর পরিবর্তিত। দাখিল করুন (Ctrl+Return): এটি দ্বিতীয়বার অনুমোদিত হবে।</translation>
    </message>
    <message>
        <source>Why is %1 corrected?</source>
        <translation>%1 কেন সংশোধন করা হচ্ছে?</translation>
    </message>
    <message>
        <source>The case was approved. The correction is saved with its reason and needs a second approval; until then the approved version counts. Later facts such as an arrest or a judgment need no reason.</source>
        <translation>মামলাটি অনুমোদিত হয়েছে। সংশোধন কারণসহ সংরক্ষিত হয় এবং দ্বিতীয়বার অনুমোদন দরকার; ততদিন অনুমোদিত সংস্করণই গণনায় থাকে। গ্রেপ্তার বা রায়ের মতো পরবর্তী তথ্যে কারণ লাগে না।</translation>
    </message>
    <message>
        <source>Save the correction</source>
        <translation>সংশোধন সংরক্ষণ</translation>
    </message>
    <message>
        <source>Not saved: the case was approved, and its correction needs a reason. The typing is kept.</source>
        <translation>সংরক্ষিত হয়নি: মামলাটি অনুমোদিত, সংশোধনের কারণ দরকার। যা টাইপ করেছেন তা রাখা আছে।</translation>
    </message>
    <message>
        <source>Query the district about %1</source>
        <translation>%1 নিয়ে জেলাকে জিজ্ঞাসা</translation>
    </message>
    <message>
        <source>The district sees the reasons and your comment, answers each remark and hands the case in again.</source>
        <translation>জেলা কারণ ও আপনার মন্তব্য দেখবে, প্রতিটি মন্তব্যের জবাব দিয়ে মামলাটি আবার দাখিল করবে।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln remark(s) go with it.</source>
        <translation>
            <numerusform>সঙ্গে %Ln-টি মন্তব্য যাবে।</numerusform>
            <numerusform>সঙ্গে %Ln-টি মন্তব্য যাবে।</numerusform>
        </translation>
    </message>
    <message>
        <source>Send the query</source>
        <translation>জিজ্ঞাসা পাঠান</translation>
    </message>
    <message>
        <source>added since you looked</source>
        <translation>আপনি দেখার পরে যোগ হয়েছে</translation>
    </message>
    <message>
        <source>added</source>
        <translation>যোগ হয়েছে</translation>
    </message>
    <message>
        <source>Answered since you looked; it was empty.</source>
        <translation>আপনি দেখার পরে উত্তর দেওয়া হয়েছে; আগে খালি ছিল।</translation>
    </message>
    <message>
        <source>Changed since you looked; it was: %1</source>
        <translation>আপনি দেখার পরে বদলেছে; আগে ছিল: %1</translation>
    </message>
    <message>
        <source>Answered; it was empty.</source>
        <translation>উত্তর দেওয়া হয়েছে; আগে খালি ছিল।</translation>
    </message>
    <message>
        <source>Changed; it was: %1</source>
        <translation>বদলেছে; আগে ছিল: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) changed</source>
        <translation>
            <numerusform>%Lnটি উত্তর বদলেছে</numerusform>
            <numerusform>%Lnটি উত্তর বদলেছে</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entry(s) removed</source>
        <translation>
            <numerusform>%Lnটি ভুক্তি বাদ গেছে</numerusform>
            <numerusform>%Lnটি ভুক্তি বাদ গেছে</numerusform>
        </translation>
    </message>
    <message>
        <source>since “%1” by %2 on %3</source>
        <translation>(%3 তারিখে %2-এর “%1”-এর পর থেকে)</translation>
    </message>
    <message>
        <source>since you looked on %1</source>
        <translation>(আপনি %1 তারিখে দেখার পর থেকে)</translation>
    </message>
    <message>
        <source>%1%2 %3. F7 goes from one to the next.</source>
        <translation>%1%2 %3। F7 চাপলে পরেরটিতে যাবেন।</translation>
    </message>
    <message>
        <source>No answer was changed since you last decided or looked.</source>
        <translation>আপনার শেষ সিদ্ধান্ত বা দেখার পর কোনো উত্তর বদলায়নি।</translation>
    </message>
    <message>
        <source>Later facts to look at…</source>
        <translation>দেখার মতো পরবর্তী তথ্য…</translation>
    </message>
    <message>
        <source>Freeze (year closed)…</source>
        <translation>স্থির করুন (বছর বন্ধ)…</translation>
    </message>
    <message>
        <source>Merge into another case…</source>
        <translation>অন্য মামলার সঙ্গে একীভূত করুন…</translation>
    </message>
    <message>
        <source>Open the case it was merged into</source>
        <translation>যে মামলার সঙ্গে একীভূত হয়েছে তা খুলুন</translation>
    </message>
    <message>
        <source>Make void…</source>
        <translation>বাতিল করুন…</translation>
    </message>
    <message>
        <source>No later facts wait for a review.</source>
        <translation>পর্যালোচনার অপেক্ষায় কোনো পরবর্তী তথ্য নেই।</translation>
    </message>
    <message>
        <source>The case was not merged into another one.</source>
        <translation>মামলাটি অন্য কোনোটির সঙ্গে একীভূত হয়নি।</translation>
    </message>
    <message>
        <source>The rule for a void case: its content is removed after 90 days, its number is kept.</source>
        <translation>বাতিল মামলার নিয়ম: ৯০ দিন পর এর বিষয়বস্তু মুছে ফেলা হয়, নম্বর রাখা হয়।</translation>
    </message>
    <message>
        <source>Make %1 void</source>
        <translation>%1 বাতিল করুন</translation>
    </message>
    <message>
        <source>Nobody works on it any more and it is not counted; this is not undone.</source>
        <translation>এটি নিয়ে আর কেউ কাজ করবেন না, গণনাও হবে না; এটি ফেরানো যায় না।</translation>
    </message>
    <message>
        <source>Make void</source>
        <translation>বাতিল করুন</translation>
    </message>
    <message>
        <source>Accept %1</source>
        <translation>%1 গ্রহণ</translation>
    </message>
    <message>
        <source>Accept %1: check every point</source>
        <translation>%1 গ্রহণ: প্রতিটি বিষয় যাচাই করুন</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>গ্রহণ</translation>
    </message>
    <message>
        <source>Freeze %1?</source>
        <translation>%1 স্থির করবেন?</translation>
    </message>
    <message>
        <source>For a year that is closed: the case stays as it was accepted, and nobody changes it. What becomes known later counts in the next report. Only the Ministry can reopen it.</source>
        <translation>বন্ধ হওয়া বছরের জন্য: মামলাটি যেমন গৃহীত হয়েছে তেমনই থাকবে, কেউ বদলাবেন না। পরে যা জানা যাবে তা পরের প্রতিবেদনে গণনা হবে। শুধু মন্ত্রণালয় পুনরায় খুলতে পারে।</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>স্থির করুন</translation>
    </message>
    <message numerus="yes">
        <source>%Ln later row(s) to look at</source>
        <translation>
            <numerusform>দেখার জন্য পরবর্তী তথ্যের %Ln-টি সারি</numerusform>
            <numerusform>দেখার জন্য পরবর্তী তথ্যের %Ln-টি সারি</numerusform>
        </translation>
    </message>
    <message>
        <source>Correction of what was approved</source>
        <translation>অনুমোদিত তথ্যের সংশোধন</translation>
    </message>
    <message>
        <source>Changed since the approval: to be submitted and approved a second time.</source>
        <translation>অনুমোদনের পর পরিবর্তিত: দাখিল ও দ্বিতীয় অনুমোদন বাকি।</translation>
    </message>
    <message>
        <source>The case that goes on is not on this computer.</source>
        <translation>যে মামলাটি চলছে তা এই কম্পিউটারে নেই।</translation>
    </message>
    <message>
        <source>Merged into %1: Ctrl+Shift+G opens it.</source>
        <translation>%1-এর সঙ্গে একীভূত: Ctrl+Shift+G চাপলে সেটি খোলে।</translation>
    </message>
    <message>
        <source>Changed since the approval: the officer has to submit it first.</source>
        <translation>অনুমোদনের পর পরিবর্তিত: কর্মকর্তাকে আগে দাখিল করতে হবে।</translation>
    </message>
    <message>
        <source>Query the district…</source>
        <translation>জেলাকে জিজ্ঞাসা…</translation>
    </message>
    <message>
        <source>Accept…</source>
        <translation>গ্রহণ…</translation>
    </message>
    <message>
        <source>Approved version beside this one…</source>
        <translation>অনুমোদিত সংস্করণ পাশাপাশি…</translation>
    </message>
    <message>
        <source>Remark for the query…</source>
        <translation>জিজ্ঞাসার জন্য মন্তব্য…</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>পরের পরিবর্তন</translation>
    </message>
    <message>
        <source>Papers beside the form</source>
        <translation>ফরমের পাশে কাগজপত্র</translation>
    </message>
    <message>
        <source>Accept into my district</source>
        <translation>আমার জেলায় গ্রহণ করুন</translation>
    </message>
    <message>
        <source>Move to another district…</source>
        <translation>অন্য জেলায় স্থানান্তর করুন…</translation>
    </message>
    <message>
        <source>Offered by %1: %2 proposed on %3 that your district takes this case. Until you accept it, it stays with %1 and nobody changes it here.</source>
        <translation>%1 জেলার প্রস্তাব: %2 %3 তারিখে প্রস্তাব দিয়েছেন যে আপনার জেলা এই মামলা গ্রহণ করুক। আপনি গ্রহণ না করা পর্যন্ত এটি %1 জেলায় থাকবে এবং এখানে কেউ এটি পরিবর্তন করবেন না।</translation>
    </message>
    <message>
        <source>Proposed to %1 by %2, %3. Until that district accepts, everything stays as it is.</source>
        <translation>%2 মামলাটি %1 জেলায় স্থানান্তরের প্রস্তাব দিয়েছেন, %3। ঐ জেলা গ্রহণ না করা পর্যন্ত সব যেমন আছে তেমনই থাকবে।</translation>
    </message>
    <message>
        <source>%1 is proposed to %2. It goes out with the next sync.</source>
        <translation>%1 স্থানান্তরের প্রস্তাব %2 জেলাকে দেওয়া হলো। পরবর্তী তথ্য বিনিময়ে এটি পাঠানো হবে।</translation>
    </message>
    <message>
        <source>Take %1 into your district?</source>
        <translation>%1 আপনার জেলায় গ্রহণ করবেন?</translation>
    </message>
    <message>
        <source>The case is then worked on, reviewed and counted here, and leaves the computers of %1. It keeps its number. Hand it over to one of your officers next.</source>
        <translation>এরপর মামলাটির কাজ, পর্যালোচনা ও গণনা এখানে হবে এবং এটি %1 জেলার কম্পিউটারগুলো থেকে চলে যাবে। নম্বর একই থাকবে। পরে আপনার কোনো কর্মকর্তার কাছে এর দায়িত্ব হস্তান্তর করুন।</translation>
    </message>
    <message>
        <source>%1 is now a case of your district. This goes out with the next sync.</source>
        <translation>%1 এখন আপনার জেলার মামলা। পরবর্তী তথ্য বিনিময়ে এটি পাঠানো হবে।</translation>
    </message>
    <message>
        <source>Decline…</source>
        <translation>প্রত্যাখ্যান করুন…</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>প্রস্তাব ফিরিয়ে নিন</translation>
    </message>
    <message>
        <source>%1 does not take this case: declined by %2, %3. It stays with your district.</source>
        <translation>%1 জেলা এই মামলা গ্রহণ করছে না: %2 প্রত্যাখ্যান করেছেন, %3। মামলাটি আপনার জেলাতেই থাকছে।</translation>
    </message>
    <message>
        <source>Decline to take %1?</source>
        <translation>%1 গ্রহণ করতে অস্বীকার করবেন?</translation>
    </message>
    <message>
        <source>It stays with %1, whose supervisors are told why, and leaves this computer with the next sync. They can propose it again.</source>
        <translation>মামলাটি %1 জেলাতেই থাকবে, সেখানকার তদারককারী কর্মকর্তাদের কারণ জানানো হবে, এবং পরবর্তী তথ্য বিনিময়ে এটি এই কম্পিউটার থেকে চলে যাবে। তাঁরা আবার প্রস্তাব দিতে পারবেন।</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>প্রত্যাখ্যান করুন</translation>
    </message>
    <message>
        <source>%1 is declined. This goes out with the next sync.</source>
        <translation>%1 প্রত্যাখ্যান করা হলো। পরবর্তী তথ্য বিনিময়ে এটি পাঠানো হবে।</translation>
    </message>
    <message>
        <source>Take the proposal back?</source>
        <translation>প্রস্তাবটি ফিরিয়ে নেবেন?</translation>
    </message>
    <message>
        <source>%1 stays with your district and leaves the computers of %2. If that district has accepted it before it hears of this, the case is there.</source>
        <translation>%1 আপনার জেলাতেই থাকবে এবং %2 জেলার কম্পিউটারগুলো থেকে চলে যাবে। এই খবর পাওয়ার আগেই ঐ জেলা গ্রহণ করে থাকলে মামলাটি সেখানেই থাকবে।</translation>
    </message>
    <message>
        <source>%1 is no longer proposed to %2. This goes out with the next sync.</source>
        <translation>%1 স্থানান্তরের প্রস্তাব %2 জেলার কাছ থেকে ফিরিয়ে নেওয়া হলো। পরবর্তী তথ্য বিনিময়ে এটি পাঠানো হবে।</translation>
    </message>
    <message>
        <source>About this case</source>
        <translation>এই মামলা সম্পর্কে</translation>
    </message>
    <message>
        <source>Next open question</source>
        <translation>পরের অমীমাংসিত প্রশ্ন</translation>
    </message>
    <message numerus="yes">
        <source>%Ln open question(s)</source>
        <translation>
            <numerusform>%Lnটি অমীমাংসিত প্রশ্ন</numerusform>
            <numerusform>%Lnটি অমীমাংসিত প্রশ্ন</numerusform>
        </translation>
    </message>
    <message>
        <source>F9 goes from one to the next; the case cannot be approved before they are answered and closed.</source>
        <translation>F9 চাপলে একটি থেকে পরেরটিতে যাবে; উত্তর দেওয়া ও নিষ্পত্তি না হওয়া পর্যন্ত মামলাটি অনুমোদন করা যাবে না।</translation>
    </message>
    <message>
        <source>No question is open in this case.</source>
        <translation>এই মামলায় কোনো অমীমাংসিত প্রশ্ন নেই।</translation>
    </message>
    <message>
        <source>The open question is about an answer that the form does not ask for now.</source>
        <translation>অমীমাংসিত প্রশ্নটি এমন একটি উত্তর নিয়ে, যা ফরমে এখন চাওয়া হচ্ছে না।</translation>
    </message>
    <message>
        <source>The question is about an answer that the form does not ask for now.</source>
        <translation>প্রশ্নটি এমন একটি উত্তর নিয়ে, যা ফরমে এখন চাওয়া হচ্ছে না।</translation>
    </message>
    <message>
        <source>The question about this answer is closed.</source>
        <translation>এই উত্তর নিয়ে প্রশ্নটির নিষ্পত্তি হয়েছে।</translation>
    </message>
    <message>
        <source>The question here is answered: Ctrl+Q closes it.</source>
        <translation>এখানকার প্রশ্নটির উত্তর দেওয়া হয়েছে: Ctrl+Q চাপলে নিষ্পত্তি হবে।</translation>
    </message>
    <message>
        <source>The question here is answered; who asked closes it.</source>
        <translation>এখানকার প্রশ্নটির উত্তর দেওয়া হয়েছে; যিনি প্রশ্ন করেছেন তিনি নিষ্পত্তি করবেন।</translation>
    </message>
    <message>
        <source>A question about this answer is open: Ctrl+Q answers it.</source>
        <translation>এই উত্তর নিয়ে একটি প্রশ্ন অমীমাংসিত: উত্তর দিতে Ctrl+Q চাপুন।</translation>
    </message>
    <message>
        <source>A question about this answer is open.</source>
        <translation>এই উত্তর নিয়ে একটি প্রশ্ন অমীমাংসিত।</translation>
    </message>
</context>
<context>
    <name>prohori::CaseReading</name>
    <message>
        <source>To be read here. Ctrl+O opens the case, to decide about it.</source>
        <translation>এখানে শুধু পড়া যায়। সিদ্ধান্ত দিতে Ctrl+O চেপে মামলাটি খুলুন।</translation>
    </message>
</context>
<context>
    <name>prohori::CasesPage</name>
    <message>
        <source>Only mine</source>
        <translation>শুধু আমার</translation>
    </message>
    <message>
        <source>Search reference, place, name (Ctrl+K)</source>
        <translation>সূত্র নম্বর, স্থান বা নাম খুঁজুন (Ctrl+K)</translation>
    </message>
    <message>
        <source>Search cases</source>
        <translation>মামলা খুঁজুন</translation>
    </message>
    <message>
        <source>Show only this state</source>
        <translation>শুধু এই অবস্থা দেখান</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>সব অবস্থা</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>মামলাসমূহ</translation>
    </message>
    <message>
        <source>more than %1 cases</source>
        <translation>%1টির বেশি মামলা</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s)</source>
        <translation>
            <numerusform>%Lnটি মামলা</numerusform>
            <numerusform>%Lnটি মামলা</numerusform>
        </translation>
    </message>
    <message>
        <source>Hand over… (Ctrl+Shift+H)</source>
        <translation>হস্তান্তর… (Ctrl+Shift+H)</translation>
    </message>
    <message>
        <source>Withdraw the offer (Ctrl+Shift+W)</source>
        <translation>প্রস্তাব ফিরিয়ে নিন (Ctrl+Shift+W)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) offered to %1.</source>
        <translation>
            <numerusform>%1-কে %Lnটি মামলা প্রস্তাব করা হয়েছে।</numerusform>
            <numerusform>%1-কে %Lnটি মামলা প্রস্তাব করা হয়েছে।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The names in %Ln of them can be read by the new holder only when the administrator has confirmed that person.</source>
        <translation>
            <numerusform>এর মধ্যে %Lnটির নামগুলো নতুন দায়িত্বপ্রাপ্ত ব্যক্তি পড়তে পারবেন কেবল প্রশাসক তাঁকে নিশ্চিত করার পর।</numerusform>
            <numerusform>এর মধ্যে %Lnটির নামগুলো নতুন দায়িত্বপ্রাপ্ত ব্যক্তি পড়তে পারবেন কেবল প্রশাসক তাঁকে নিশ্চিত করার পর।</numerusform>
        </translation>
    </message>
    <message>
        <source>The offer of %1 is withdrawn.</source>
        <translation>%1-এর প্রস্তাব ফিরিয়ে নেওয়া হয়েছে।</translation>
    </message>
    <message>
        <source>This case is not offered to anybody by you.</source>
        <translation>আপনি এই মামলা কাউকে প্রস্তাব করেননি।</translation>
    </message>
    <message>
        <source>Case %1: %2.</source>
        <translation>মামলা %1: %2।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more with such a number: type all of it.</source>
        <translation>
            <numerusform>এমন নম্বরের আরও %Lnটি আছে: পুরো নম্বরটি লিখুন।</numerusform>
            <numerusform>এমন নম্বরের আরও %Lnটি আছে: পুরো নম্বরটি লিখুন।</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::ChecklistDialog</name>
    <message>
        <source>Approve %1</source>
        <translation>%1 অনুমোদন</translation>
    </message>
    <message>
        <source>Approve %1: check every point</source>
        <translation>%1 অনুমোদন: প্রতিটি বিষয় যাচাই করুন</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>অনুমোদন</translation>
    </message>
    <message>
        <source>Space ticks a point, the arrow keys go to the next one.</source>
        <translation>Space চাপলে টিক পড়ে, তীর-কি পরেরটিতে যায়।</translation>
    </message>
    <message>
        <source>shown by the answers</source>
        <translation>উত্তরে আছে</translation>
    </message>
    <message>
        <source>not shown: look</source>
        <translation>উত্তরে নেই: দেখুন</translation>
    </message>
    <message>
        <source>look yourself</source>
        <translation>নিজে দেখুন</translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s) are not ticked yet.</source>
        <translation>
            <numerusform>%Lnটি বিষয়ে এখনো টিক দেওয়া হয়নি।</numerusform>
            <numerusform>%Lnটি বিষয়ে এখনো টিক দেওয়া হয়নি।</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::Chip</name>
    <message>
        <source>Take %1 away</source>
        <translation>%1 সরান</translation>
    </message>
</context>
<context>
    <name>prohori::ChoicePopup</name>
    <message>
        <source>Choices</source>
        <translation>বাছাই</translation>
    </message>
</context>
<context>
    <name>prohori::ClassDialog</name>
    <message>
        <source>Trafficking or smuggling?</source>
        <translation>মানব পাচার, না অভিবাসী চোরাচালান?</translation>
    </message>
    <message>
        <source>Element</source>
        <translation>উপাদান</translation>
    </message>
    <message>
        <source>Your answers</source>
        <translation>আপনার উত্তর</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>আছে কি</translation>
    </message>
    <message>
        <source>What the law says</source>
        <translation>আইনে যা আছে</translation>
    </message>
    <message>
        <source>You decide; the program only shows what your answers point to.</source>
        <translation>সিদ্ধান্ত আপনার; উত্তরগুলো কোন ধরনের ইঙ্গিত দেয়, প্রোগ্রাম কেবল তা দেখায়।</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>বন্ধ করুন</translation>
    </message>
    <message>
        <source>The answers do not point to a type of case yet.</source>
        <translation>উত্তরগুলো থেকে এখনো মামলার ধরন বোঝা যায় না।</translation>
    </message>
    <message>
        <source>The answers point to: %1</source>
        <translation>উত্তরগুলো যে ধরনের ইঙ্গিত দেয়: %1</translation>
    </message>
    <message>
        <source>not answered yet</source>
        <translation>এখনো উত্তর নেই</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>হ্যাঁ</translation>
    </message>
    <message>
        <source>no</source>
        <translation>না</translation>
    </message>
    <message>
        <source>open</source>
        <translation>অজানা</translation>
    </message>
    <message>
        <source>Take this type</source>
        <translation>এই ধরন নিন</translation>
    </message>
</context>
<context>
    <name>prohori::ComparedCaseDialog</name>
    <message>
        <source>Only what differs (Alt+D)</source>
        <translation>শুধু যা ভিন্ন (Alt+D)</translation>
    </message>
    <message>
        <source>Next difference (F8)</source>
        <translation>পরের পার্থক্য (F8)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>বন্ধ করুন (Esc)</translation>
    </message>
    <message>
        <source>Nothing differs.</source>
        <translation>কোনো অমিল নেই।</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>প্রশ্ন</translation>
    </message>
    <message>
        <source>As it was approved</source>
        <translation>যেমন অনুমোদিত হয়েছিল</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>এখন যেমন আছে</translation>
    </message>
    <message>
        <source>The approved version beside the current one</source>
        <translation>অনুমোদিত সংস্করণ ও বর্তমান সংস্করণ পাশাপাশি</translation>
    </message>
    <message>
        <source>The case is exactly as it was approved.</source>
        <translation>মামলাটি যেমন অনুমোদিত হয়েছিল ঠিক তেমনই আছে।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln difference(s), marked by ≠</source>
        <translation>
            <numerusform>%Ln-টি পার্থক্য, ≠ চিহ্ন দেওয়া</numerusform>
            <numerusform>%Ln-টি পার্থক্য, ≠ চিহ্ন দেওয়া</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 · removed since the approval</source>
        <translation>%1 · অনুমোদনের পর বাদ দেওয়া হয়েছে</translation>
    </message>
    <message>
        <source>%1 · added since the approval</source>
        <translation>%1 · অনুমোদনের পর যোগ হয়েছে</translation>
    </message>
</context>
<context>
    <name>prohori::ConflictCard</name>
    <message>
        <source>%1: removed by one, changed by the other</source>
        <translation>%1: একজন বাদ দিয়েছেন, অন্যজন বদলেছেন</translation>
    </message>
    <message>
        <source>%1: one choice</source>
        <translation>%1: একটি বিকল্প</translation>
    </message>
    <message>
        <source>beside it: %1</source>
        <translation>পাশাপাশি: %1</translation>
    </message>
    <message>
        <source>The entry stays</source>
        <translation>ভুক্তিটি থাকবে</translation>
    </message>
    <message>
        <source>The entry is removed</source>
        <translation>ভুক্তিটি বাদ যাবে</translation>
    </message>
    <message>
        <source>a choice that is sealed to you</source>
        <translation>একটি বিকল্প, যা আপনার জন্য সিলমোহরকৃত</translation>
    </message>
    <message>
        <source>chosen: %1</source>
        <translation>বেছে নেওয়া: %1</translation>
    </message>
    <message>
        <source>not chosen: %1</source>
        <translation>বেছে নেওয়া হয়নি: %1</translation>
    </message>
    <message>
        <source>%1, %2 by that computer&apos;s clock; at the server %3</source>
        <translation>%1, ওই কম্পিউটারের ঘড়িতে %2; সার্ভারে %3</translation>
    </message>
    <message>
        <source>%1, %2 by that computer&apos;s clock; not at the server yet</source>
        <translation>%1, ওই কম্পিউটারের ঘড়িতে %2; এখনো সার্ভারে পৌঁছায়নি</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>আমার</translation>
    </message>
    <message>
        <source>Of %1</source>
        <translation>%1-এর</translation>
    </message>
    <message>
        <source>As it was before</source>
        <translation>আগে যেমন ছিল</translation>
    </message>
    <message>
        <source>There was nothing before.</source>
        <translation>আগে কিছু ছিল না।</translation>
    </message>
    <message>
        <source>An entry stays or is removed; there is no third way.</source>
        <translation>ভুক্তি হয় থাকবে, নয় বাদ যাবে; তৃতীয় কোনো পথ নেই।</translation>
    </message>
    <message>
        <source>A choice is taken or not; there is no third way.</source>
        <translation>বিকল্পটি হয় নেওয়া হবে, নয় হবে না; তৃতীয় কোনো পথ নেই।</translation>
    </message>
    <message>
        <source>Another answer</source>
        <translation>অন্য উত্তর</translation>
    </message>
    <message>
        <source>Choose &quot;Another answer&quot; first.</source>
        <translation>আগে “অন্য উত্তর” বেছে নিন।</translation>
    </message>
</context>
<context>
    <name>prohori::ConflictsPage</name>
    <message>
        <source>Save decisions (Ctrl+S)</source>
        <translation>সিদ্ধান্ত সংরক্ষণ (Ctrl+S)</translation>
    </message>
    <message>
        <source>Open the case (Ctrl+O)</source>
        <translation>মামলা খুলুন (Ctrl+O)</translation>
    </message>
    <message>
        <source>Cases with conflicts</source>
        <translation>দ্বন্দ্ব আছে এমন মামলা</translation>
    </message>
    <message>
        <source>Why this is right, such as: the police register says so</source>
        <translation>কেন এটি সঠিক, যেমন: থানার রেজিস্টারে এমনই লেখা আছে</translation>
    </message>
    <message>
        <source>Reason of the decision</source>
        <translation>সিদ্ধান্তের কারণ</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conflict(s)</source>
        <translation>
            <numerusform>%Lnটি দ্বন্দ্ব</numerusform>
            <numerusform>%Lnটি দ্বন্দ্ব</numerusform>
        </translation>
    </message>
    <message>
        <source>No conflicts. When two people change the same answer, it is decided here.</source>
        <translation>কোনো দ্বন্দ্ব নেই। দুজন একই উত্তর বদলালে এখানে তার মীমাংসা হয়।</translation>
    </message>
    <message numerus="yes">
        <source>The %Ln newest case(s) with conflicts. Nothing was lost: choose what is right.</source>
        <translation>
            <numerusform>দ্বন্দ্ব আছে এমন সর্বশেষ %Lnটি মামলা। কিছুই হারায়নি: যা সঠিক তা বেছে নিন।</numerusform>
            <numerusform>দ্বন্দ্ব আছে এমন সর্বশেষ %Lnটি মামলা। কিছুই হারায়নি: যা সঠিক তা বেছে নিন।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) in which people gave different answers. Nothing was lost: choose what is right.</source>
        <translation>
            <numerusform>%Lnটি মামলায় ভিন্ন ভিন্ন উত্তর দেওয়া হয়েছে। কিছুই হারায়নি: যা সঠিক তা বেছে নিন।</numerusform>
            <numerusform>%Lnটি মামলায় ভিন্ন ভিন্ন উত্তর দেওয়া হয়েছে। কিছুই হারায়নি: যা সঠিক তা বেছে নিন।</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Choose in each conflict which answer is right.</source>
        <translation>প্রতিটি দ্বন্দ্বে কোন উত্তরটি সঠিক তা বেছে নিন।</translation>
    </message>
    <message>
        <source>Write in a few words why.</source>
        <translation>কেন, তা দু-এক কথায় লিখুন।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conflict(s) stay open for later.</source>
        <translation>
            <numerusform>%Lnটি দ্বন্দ্ব পরের জন্য রইল।</numerusform>
            <numerusform>%Lnটি দ্বন্দ্ব পরের জন্য রইল।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln conflict(s) decided and saved here. What was not taken stays in the history.</source>
        <translation>
            <numerusform>%1: %Lnটি দ্বন্দ্বের মীমাংসা হয়েছে এবং এখানে সংরক্ষিত হয়েছে। যা নেওয়া হয়নি তা ইতিহাসে থাকছে।</numerusform>
            <numerusform>%1: %Lnটি দ্বন্দ্বের মীমাংসা হয়েছে এবং এখানে সংরক্ষিত হয়েছে। যা নেওয়া হয়নি তা ইতিহাসে থাকছে।</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::FieldBox</name>
    <message>
        <source>* needed before the case is submitted</source>
        <translation>* দাখিলের আগে প্রয়োজন</translation>
    </message>
    <message>
        <source>Carried into new ones; Ctrl+Shift+D ends that.</source>
        <translation>নতুনগুলোতে বহন করা হয়; Ctrl+Shift+D তা বন্ধ করে।</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>টীকা: %1</translation>
    </message>
    <message>
        <source>From the last case. Enter confirms it, typing replaces it.</source>
        <translation>আগের মামলা থেকে নেওয়া। Enter নিশ্চিত করে, লিখলে বদলে যায়।</translation>
    </message>
    <message>
        <source>From the row before. Enter confirms it, typing replaces it.</source>
        <translation>আগের সারি থেকে নেওয়া। Enter নিশ্চিত করে, লিখলে বদলে যায়।</translation>
    </message>
</context>
<context>
    <name>prohori::FieldEditor</name>
    <message>
        <source>sealed</source>
        <translation>সিল করা</translation>
    </message>
    <message>
        <source>Needed before the case is submitted.</source>
        <translation>দাখিলের আগে প্রয়োজন।</translation>
    </message>
</context>
<context>
    <name>prohori::FormModel</name>
    <message>
        <source>What is confidential is not carried into other cases.</source>
        <translation>গোপনীয় তথ্য অন্য মামলায় বহন করা হয় না।</translation>
    </message>
    <message>
        <source>The program works this out from the other answers.</source>
        <translation>প্রোগ্রাম অন্য উত্তর থেকে এটি নির্ণয় করে।</translation>
    </message>
    <message>
        <source>This names a row of this case alone.</source>
        <translation>এটি কেবল এই মামলারই একটি সারি নির্দেশ করে।</translation>
    </message>
    <message>
        <source>This can only be read.</source>
        <translation>এটি শুধু পড়া যায়।</translation>
    </message>
    <message>
        <source>This answer is sealed: you hold no key to it, or have not opened it.</source>
        <translation>এই উত্তর সিল করা: এর চাবি আপনার নেই, অথবা আপনি খোলেননি।</translation>
    </message>
    <message numerus="yes">
        <source>There can be no more than %n of these.</source>
        <translation>
            <numerusform>এটি %nটির বেশি হতে পারে না।</numerusform>
            <numerusform>এটি %nটির বেশি হতে পারে না।</numerusform>
        </translation>
    </message>
    <message>
        <source>not asked now</source>
        <translation>এখন প্রযোজ্য নয়</translation>
    </message>
</context>
<context>
    <name>prohori::FormNavigator</name>
    <message>
        <source>Sections of the case</source>
        <translation>মামলার অংশসমূহ</translation>
    </message>
</context>
<context>
    <name>prohori::FormPage</name>
    <message>
        <source>Back to %1</source>
        <translation>%1-এ ফিরুন</translation>
    </message>
</context>
<context>
    <name>prohori::FormView</name>
    <message>
        <source>There is nothing to undo.</source>
        <translation>ফেরানোর মতো কিছু নেই।</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>পুনরায় করার মতো কিছু নেই।</translation>
    </message>
    <message>
        <source>Put the cursor into a question first.</source>
        <translation>আগে কার্সরটি কোনো প্রশ্নে রাখুন।</translation>
    </message>
    <message>
        <source>There is no answer before this one to take.</source>
        <translation>নেওয়ার মতো আগের কোনো উত্তর নেই।</translation>
    </message>
    <message>
        <source>This is the last question.</source>
        <translation>এটিই শেষ প্রশ্ন।</translation>
    </message>
    <message>
        <source>This is the first question.</source>
        <translation>এটিই প্রথম প্রশ্ন।</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>সরান</translation>
    </message>
    <message>
        <source>Remove %1 with everything in it?</source>
        <translation>%1 এর ভেতরের সবকিছুসহ সরাবেন?</translation>
    </message>
    <message>
        <source>It also holds sealed answers, which you do not see.</source>
        <translation>এতে সিল করা উত্তরও আছে, যা আপনি দেখছেন না।</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>রাখুন</translation>
    </message>
</context>
<context>
    <name>prohori::GoToBox</name>
    <message>
        <source>Go to</source>
        <translation>প্রশ্নে যান</translation>
    </message>
    <message>
        <source>Code, name or words of a question</source>
        <translation>প্রশ্নের কোড, নাম বা শব্দ</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>প্রশ্নসমূহ</translation>
    </message>
    <message>
        <source>No question fits.</source>
        <translation>কোনো প্রশ্ন মেলেনি।</translation>
    </message>
    <message>
        <source>Enter goes there, Up and Down choose, Esc closes.</source>
        <translation>Enter সেখানে যায়, উপর-নিচ তীর বাছাই করে, Esc বন্ধ করে।</translation>
    </message>
    <message>
        <source>This question is not asked now: another answer decides.</source>
        <translation>প্রশ্নটি এখন জিজ্ঞাসা করা হচ্ছে না: অন্য একটি উত্তরের ওপর তা নির্ভর করে।</translation>
    </message>
</context>
<context>
    <name>prohori::HandoverDialog</name>
    <message>
        <source>Propose</source>
        <translation>প্রস্তাব করুন</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>দায়িত্ব হস্তান্তর</translation>
    </message>
    <message>
        <source>What</source>
        <translation>কী</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>কাকে</translation>
    </message>
    <message>
        <source>Note, if there is something to say (no names, no telephone numbers)</source>
        <translation>কিছু বলার থাকলে মন্তব্য (নাম বা টেলিফোন নম্বর নয়)</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Choose an officer</source>
        <translation>একজন কর্মকর্তা বেছে নিন</translation>
    </message>
    <message>
        <source>%1, held by %2</source>
        <translation>%1, দায়িত্বে %2</translation>
    </message>
    <message numerus="yes">
        <source>All my cases: %Ln</source>
        <translation>
            <numerusform>আমার সব মামলা: %Lnটি</numerusform>
            <numerusform>আমার সব মামলা: %Lnটি</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All cases of %1, who has left: %Ln</source>
        <translation>
            <numerusform>%1-এর সব মামলা (তিনি এখন দায়িত্বে নেই): %Lnটি</numerusform>
            <numerusform>%1-এর সব মামলা (তিনি এখন দায়িত্বে নেই): %Lnটি</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All cases of %1: %Ln</source>
        <translation>
            <numerusform>%1-এর সব মামলা: %Lnটি</numerusform>
            <numerusform>%1-এর সব মামলা: %Lnটি</numerusform>
        </translation>
    </message>
    <message>
        <source>Until it is accepted, everything stays as it is.</source>
        <translation>গ্রহণ না করা পর্যন্ত সবকিছু যেমন আছে তেমনই থাকবে।</translation>
    </message>
    <message>
        <source>Until %1 accepts, it stays with %2. The history stays whole.</source>
        <translation>%1 গ্রহণ না করা পর্যন্ত দায়িত্ব %2-এর কাছেই থাকবে। ইতিহাস সম্পূর্ণ থাকে।</translation>
    </message>
    <message>
        <source>You hold no case that could be handed over.</source>
        <translation>হস্তান্তর করা যায় এমন কোনো মামলা আপনার দায়িত্বে নেই।</translation>
    </message>
    <message>
        <source>This station knows no other officer of the district.</source>
        <translation>এই স্টেশন জেলার আর কোনো কর্মকর্তাকে চেনে না।</translation>
    </message>
    <message>
        <source>Choose to whom.</source>
        <translation>কাকে দেবেন, তা বেছে নিন।</translation>
    </message>
    <message>
        <source>He holds it already.</source>
        <translation>মামলাটি আগে থেকেই তাঁর দায়িত্বে।</translation>
    </message>
</context>
<context>
    <name>prohori::HistoryDialog</name>
    <message>
        <source>Show the case as it was (Enter)</source>
        <translation>মামলা তখন যেমন ছিল দেখুন (Enter)</translation>
    </message>
    <message>
        <source>History of %1</source>
        <translation>%1-এর ইতিহাস</translation>
    </message>
    <message>
        <source>Changes of the case, newest first</source>
        <translation>মামলার পরিবর্তন, নতুনটি আগে</translation>
    </message>
    <message>
        <source>Question, answer or reason</source>
        <translation>প্রশ্ন, উত্তর বা কারণ</translation>
    </message>
    <message>
        <source>Show only lines with these words</source>
        <translation>শুধু এই শব্দ আছে এমন সারি দেখান</translation>
    </message>
    <message>
        <source>Show only what this person did</source>
        <translation>শুধু এই ব্যক্তির কাজ দেখান</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>সবাই</translation>
    </message>
    <message>
        <source>Show only this day</source>
        <translation>শুধু এই দিন দেখান</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>সব দিন</translation>
    </message>
    <message>
        <source>Times are those of the computer that wrote; &quot;server&quot; tells when the Ministry&apos;s server received it.</source>
        <translation>সময় যে কম্পিউটারে লেখা হয়েছে তার; “সার্ভার” মানে মন্ত্রণালয়ের সার্ভার কখন পেয়েছে।</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>বন্ধ করুন (Esc)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Lnটি সারি</numerusform>
            <numerusform>%Lnটি সারি</numerusform>
        </translation>
    </message>
    <message>
        <source>No line is chosen.</source>
        <translation>কোনো সারি বেছে নেওয়া হয়নি।</translation>
    </message>
    <message>
        <source>This change is held back and never counted.</source>
        <translation>এই পরিবর্তন আটকে রাখা হয়েছে, কখনো গণ্য হয়নি।</translation>
    </message>
    <message>
        <source>%1 as %2 left it, %3 by that computer&apos;s clock</source>
        <translation>%1, %2 যেভাবে রেখেছিলেন; ওই কম্পিউটারের ঘড়িতে %3</translation>
    </message>
    <message>
        <source>Print as court annex… (Ctrl+P)</source>
        <translation>আদালতের সংযুক্তি হিসেবে মুদ্রণ… (Ctrl+P)</translation>
    </message>
    <message>
        <source>Show only this question</source>
        <translation>শুধু এই প্রশ্ন দেখান</translation>
    </message>
    <message>
        <source>All questions</source>
        <translation>সব প্রশ্ন</translation>
    </message>
    <message>
        <source>A court annex holds whole changes: take the words out first.</source>
        <translation>আদালতের সংযুক্তিতে পূর্ণ পরিবর্তন থাকে: আগে খোঁজার শব্দ মুছুন।</translation>
    </message>
    <message>
        <source>Print as court annex</source>
        <translation>আদালতের সংযুক্তি হিসেবে মুদ্রণ</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDF ফাইল (*.pdf)</translation>
    </message>
    <message>
        <source>Printed into %1: copy %2, pages: %3.</source>
        <translation>%1-এ মুদ্রিত: অনুলিপি %2, পৃষ্ঠা: %3।</translation>
    </message>
    <message>
        <source>%1 Faults were found in the stored changes: read the statement at its end, and call the administrator.</source>
        <translation>%1 সংরক্ষিত পরিবর্তনে ত্রুটি পাওয়া গেছে: শেষের বিবৃতি পড়ুন এবং প্রশাসককে জানান।</translation>
    </message>
    <message>
        <source>Testing and printing the stored changes…</source>
        <translation>সংরক্ষিত পরিবর্তনগুলো যাচাই ও মুদ্রণ করা হচ্ছে…</translation>
    </message>
    <message>
        <source>Stop printing (Esc)</source>
        <translation>মুদ্রণ থামান (Esc)</translation>
    </message>
    <message>
        <source>It is being printed: Esc stops that.</source>
        <translation>মুদ্রণ চলছে: Esc চাপলে থামবে।</translation>
    </message>
    <message>
        <source>The print was stopped: no file was written.</source>
        <translation>মুদ্রণ থামানো হয়েছে: কোনো ফাইল লেখা হয়নি।</translation>
    </message>
</context>
<context>
    <name>prohori::HistoryModel</name>
    <message>
        <source>saved without a change of answers</source>
        <translation>উত্তর না বদলে সংরক্ষিত</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1
server: %2</source>
        <translation>%1
সার্ভার: %2</translation>
    </message>
    <message>
        <source>%1
not at the server yet</source>
        <translation>%1
এখনো সার্ভারে পৌঁছায়নি</translation>
    </message>
    <message>
        <source>When</source>
        <translation>কখন</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>কে</translation>
    </message>
    <message>
        <source>What</source>
        <translation>কী</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>আগে</translation>
    </message>
    <message>
        <source>After</source>
        <translation>পরে</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>কেন</translation>
    </message>
    <message>
        <source>%1
GAP: the two times do not fit</source>
        <translation>%1
অসংগতি: দুই সময় মেলে না</translation>
    </message>
</context>
<context>
    <name>prohori::HomePage</name>
    <message>
        <source>How safe your work is</source>
        <translation>আপনার কাজ কতটা নিরাপদ</translation>
    </message>
    <message>
        <source>Returned to me</source>
        <translation>আমার কাছে ফেরত</translation>
    </message>
    <message>
        <source>My drafts, not submitted</source>
        <translation>আমার খসড়া, দাখিল হয়নি</translation>
    </message>
    <message>
        <source>Typing that is not saved</source>
        <translation>অসংরক্ষিত লেখা</translation>
    </message>
    <message>
        <source>Received from the districts</source>
        <translation>জেলা থেকে প্রাপ্ত</translation>
    </message>
    <message>
        <source>Waiting for my review</source>
        <translation>আমার পর্যালোচনার অপেক্ষায়</translation>
    </message>
    <message>
        <source>Waiting for review</source>
        <translation>পর্যালোচনার অপেক্ষায়</translation>
    </message>
    <message>
        <source>Returned to officers</source>
        <translation>কর্মকর্তাদের কাছে ফেরত</translation>
    </message>
    <message>
        <source>Approved, on the way</source>
        <translation>অনুমোদিত, পথে</translation>
    </message>
    <message>
        <source>Waiting for sync</source>
        <translation>তথ্য বিনিময়ের অপেক্ষায়</translation>
    </message>
    <message>
        <source>Welcome, %1</source>
        <translation>স্বাগতম, %1</translation>
    </message>
    <message numerus="yes">
        <source>Saved on this computer, encrypted: %Ln case(s).</source>
        <translation>
            <numerusform>এই কম্পিউটারে এনক্রিপ্ট করে সংরক্ষিত: %Lnটি মামলা।</numerusform>
            <numerusform>এই কম্পিউটারে এনক্রিপ্ট করে সংরক্ষিত: %Lnটি মামলা।</numerusform>
        </translation>
    </message>
    <message>
        <source>This station has not synced with the Ministry yet.</source>
        <translation>এই স্টেশন এখনো মন্ত্রণালয়ের সঙ্গে তথ্য বিনিময় করেনি।</translation>
    </message>
    <message>
        <source>Last sync with the Ministry: %1.</source>
        <translation>মন্ত্রণালয়ের সঙ্গে সর্বশেষ তথ্য বিনিময়: %1।</translation>
    </message>
    <message>
        <source>Nothing waits to be sent.</source>
        <translation>পাঠানোর অপেক্ষায় কিছু নেই।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) exist only on this computer.</source>
        <translation>
            <numerusform>%Lnটি পরিবর্তন শুধু এই কম্পিউটারে আছে।</numerusform>
            <numerusform>%Lnটি পরিবর্তন শুধু এই কম্পিউটারে আছে।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) were held back: see the page Sync.</source>
        <translation>
            <numerusform>%Lnটি পরিবর্তন আটকে রাখা হয়েছে: তথ্য বিনিময় পাতা দেখুন।</numerusform>
            <numerusform>%Lnটি পরিবর্তন আটকে রাখা হয়েছে: তথ্য বিনিময় পাতা দেখুন।</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer has no key ring: the station is protected by the password, and weaker against a stolen computer.</source>
        <translation>এই কম্পিউটারে কি-রিং নেই: স্টেশনটি পাসওয়ার্ডে সুরক্ষিত, তবে কম্পিউটার চুরি হলে সুরক্ষা দুর্বল।</translation>
    </message>
    <message>
        <source>The administrator has not confirmed you yet: you can enter and send cases, and open the names of cases that you created yourself.</source>
        <translation>প্রশাসক এখনো আপনাকে নিশ্চিত করেননি: আপনি মামলা লিখতে ও পাঠাতে পারেন, এবং নিজের তৈরি মামলার নাম খুলতে পারেন।</translation>
    </message>
    <message>
        <source>Open (Enter)</source>
        <translation>খুলুন (Enter)</translation>
    </message>
    <message>
        <source>Accept (Ctrl+Shift+A)</source>
        <translation>গ্রহণ করুন (Ctrl+Shift+A)</translation>
    </message>
    <message>
        <source>Decline (Ctrl+Shift+D)</source>
        <translation>ফিরিয়ে দিন (Ctrl+Shift+D)</translation>
    </message>
    <message>
        <source>What waits for me</source>
        <translation>আমার জন্য যা অপেক্ষায় আছে</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) taken over.</source>
        <translation>
            <numerusform>%Lnটি মামলার দায়িত্ব নেওয়া হয়েছে।</numerusform>
            <numerusform>%Lnটি মামলার দায়িত্ব নেওয়া হয়েছে।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) declined.</source>
        <translation>
            <numerusform>%Lnটি মামলা ফিরিয়ে দেওয়া হয়েছে।</numerusform>
            <numerusform>%Lnটি মামলা ফিরিয়ে দেওয়া হয়েছে।</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a line first.</source>
        <translation>আগে একটি সারি বেছে নিন।</translation>
    </message>
    <message>
        <source>Choose a case that is offered to you.</source>
        <translation>আপনাকে প্রস্তাব করা হয়েছে এমন একটি মামলা বেছে নিন।</translation>
    </message>
    <message>
        <source>Nothing waits for you.</source>
        <translation>আপনার জন্য কিছু অপেক্ষায় নেই।</translation>
    </message>
    <message>
        <source>A backup is being made.</source>
        <translation>একটি ব্যাকআপ করা হচ্ছে।</translation>
    </message>
    <message>
        <source>A second place for backups: a stick or a share</source>
        <translation>ব্যাকআপের দ্বিতীয় স্থান: একটি পেনড্রাইভ বা শেয়ার করা ফোল্ডার</translation>
    </message>
    <message>
        <source>Open the case: it is accepted into your district or declined there.</source>
        <translation>মামলাটি খুলুন: সেখান থেকেই আপনার জেলায় গ্রহণ বা প্রত্যাখ্যান করা হয়।</translation>
    </message>
    <message>
        <source>Backups lie on this computer alone, and would be lost with it. Press Ctrl+Shift+B to name a second place, on a stick or a share.</source>
        <translation>ব্যাকআপগুলো শুধু এই কম্পিউটারেই আছে, কম্পিউটারটি নষ্ট হলে সেগুলোও হারিয়ে যাবে। একটি পেনড্রাইভ বা শেয়ার করা ফোল্ডারে দ্বিতীয় স্থান ঠিক করতে Ctrl+Shift+B চাপুন।</translation>
    </message>
</context>
<context>
    <name>prohori::JournalModel</name>
    <message>
        <source>Signed in</source>
        <translation>প্রবেশ করেছেন</translation>
    </message>
    <message>
        <source>Wrong password</source>
        <translation>ভুল পাসওয়ার্ড</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>তালা দেওয়া হয়েছে</translation>
    </message>
    <message>
        <source>Opened identities</source>
        <translation>পরিচয় খুলেছেন</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>মুদ্রণ করেছেন</translation>
    </message>
    <message>
        <source>Exported to a file</source>
        <translation>ফাইলে রপ্তানি করেছেন</translation>
    </message>
    <message>
        <source>Made a backup</source>
        <translation>ব্যাকআপ নিয়েছেন</translation>
    </message>
    <message>
        <source>The store goes on as a new one</source>
        <translation>তথ্যভান্ডার নতুন হিসেবে চলছে</translation>
    </message>
    <message>
        <source>Changed the password</source>
        <translation>পাসওয়ার্ড বদলেছেন</translation>
    </message>
    <message>
        <source>Joined this station</source>
        <translation>এই স্টেশনে যোগ দিয়েছেন</translation>
    </message>
    <message>
        <source>Let another person in</source>
        <translation>আরেকজনকে যুক্ত করেছেন</translation>
    </message>
    <message>
        <source>Protection of the key</source>
        <translation>চাবির সুরক্ষা</translation>
    </message>
    <message>
        <source>Others could look into the folder</source>
        <translation>অন্যরা ফোল্ডারটি দেখতে পারত</translation>
    </message>
    <message>
        <source>An event of a later version</source>
        <translation>পরবর্তী সংস্করণের একটি ঘটনা</translation>
    </message>
    <message>
        <source>At the screen</source>
        <translation>পর্দায়</translation>
    </message>
    <message>
        <source>Of the whole store</source>
        <translation>পুরো তথ্যভান্ডারের</translation>
    </message>
    <message>
        <source>Of this person</source>
        <translation>এই ব্যক্তির</translation>
    </message>
    <message>
        <source>With an invitation</source>
        <translation>আমন্ত্রণপত্র দিয়ে</translation>
    </message>
    <message>
        <source>Closed again</source>
        <translation>আবার বন্ধ করা হয়েছে</translation>
    </message>
    <message numerus="yes">
        <source>%Ln time(s) since %1</source>
        <translation>
            <numerusform>%1 থেকে %Ln বার</numerusform>
            <numerusform>%1 থেকে %Ln বার</numerusform>
        </translation>
    </message>
    <message>
        <source>Person number %1</source>
        <translation>ব্যক্তি নম্বর %1</translation>
    </message>
    <message>
        <source>Work on this case</source>
        <translation>এই মামলার কাজ</translation>
    </message>
    <message>
        <source>Review before a decision</source>
        <translation>সিদ্ধান্তের আগে পর্যালোচনা</translation>
    </message>
    <message>
        <source>Check whether it is a duplicate</source>
        <translation>একই মামলা দুবার কি না যাচাই</translation>
    </message>
    <message>
        <source>Referral or protection of the person</source>
        <translation>ব্যক্তির রেফারেল বা সুরক্ষা</translation>
    </message>
    <message>
        <source>Order or request of a court</source>
        <translation>আদালতের আদেশ বা অনুরোধ</translation>
    </message>
    <message>
        <source>What counts wrong passwords was removed or altered</source>
        <translation>ভুল পাসওয়ার্ডের গণনা মুছে ফেলা বা বদলানো হয়েছে</translation>
    </message>
    <message>
        <source>By a command</source>
        <translation>কমান্ডের মাধ্যমে</translation>
    </message>
    <message>
        <source>History of a case</source>
        <translation>মামলার ইতিহাস</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>জার্নাল</translation>
    </message>
    <message>
        <source>Restored, copied or set back</source>
        <translation>পুনরুদ্ধার, অনুলিপি বা আগের অবস্থায় ফেরানো</translation>
    </message>
    <message>
        <source>The server knew another store under this name</source>
        <translation>সার্ভার এই নামে অন্য তথ্যভান্ডার চিনত</translation>
    </message>
    <message>
        <source>In the keychain of the system</source>
        <translation>সিস্টেমের কিচেইনে</translation>
    </message>
    <message>
        <source>In a file: weaker</source>
        <translation>ফাইলে: দুর্বলতর</translation>
    </message>
    <message>
        <source>The password alone: weaker</source>
        <translation>শুধু পাসওয়ার্ড: দুর্বলতর</translation>
    </message>
    <message>
        <source>In own words, kept at the station</source>
        <translation>নিজের কথায়, স্টেশনেই রাখা আছে</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>জানা নেই</translation>
    </message>
    <message>
        <source>This station</source>
        <translation>এই স্টেশন</translation>
    </message>
    <message>
        <source>%1 · line %2, does not fit</source>
        <translation>%1 · লাইন %2, শৃঙ্খলে মেলে না</translation>
    </message>
    <message>
        <source>%1 · line %2</source>
        <translation>%1 · লাইন %2</translation>
    </message>
    <message>
        <source>When</source>
        <translation>কখন</translation>
    </message>
    <message>
        <source>What</source>
        <translation>কী</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>কে</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>স্টেশন</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>মামলা</translation>
    </message>
    <message>
        <source>Wrote a stick</source>
        <translation>পেনড্রাইভে লেখা হয়েছে</translation>
    </message>
    <message>
        <source>Read a stick</source>
        <translation>পেনড্রাইভ পড়া হয়েছে</translation>
    </message>
    <message>
        <source>For the Ministry&apos;s server</source>
        <translation>মন্ত্রণালয়ের সার্ভারের জন্য</translation>
    </message>
    <message>
        <source>For person number %1</source>
        <translation>%1 নম্বর ব্যক্তির জন্য</translation>
    </message>
    <message>
        <source>From the Ministry&apos;s server</source>
        <translation>মন্ত্রণালয়ের সার্ভার থেকে</translation>
    </message>
    <message>
        <source>From person number %1</source>
        <translation>%1 নম্বর ব্যক্তির কাছ থেকে</translation>
    </message>
</context>
<context>
    <name>prohori::JournalPage</name>
    <message>
        <source>Which station</source>
        <translation>কোন স্টেশন</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>কে</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>কী করা হয়েছে</translation>
    </message>
    <message>
        <source>When</source>
        <translation>কখন</translation>
    </message>
    <message>
        <source>Write into a file (Ctrl+Shift+E)</source>
        <translation>ফাইলে লিখুন (Ctrl+Shift+E)</translation>
    </message>
    <message>
        <source>Lines of the journal, newest first</source>
        <translation>জার্নালের লাইন, নতুনটি আগে</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>মামলা</translation>
    </message>
    <message>
        <source>Only lines about this case: its number or its id</source>
        <translation>শুধু এই মামলার লাইন: মামলার নম্বর বা পরিচিতি</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>সবকিছু</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>যেকোনো সময়</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>আজ</translation>
    </message>
    <message>
        <source>In the last 7 days</source>
        <translation>গত ৭ দিনে</translation>
    </message>
    <message>
        <source>In the last 30 days</source>
        <translation>গত ৩০ দিনে</translation>
    </message>
    <message>
        <source>In the last year</source>
        <translation>গত এক বছরে</translation>
    </message>
    <message>
        <source>All stations</source>
        <translation>সব স্টেশন</translation>
    </message>
    <message>
        <source>This station</source>
        <translation>এই স্টেশন</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>সবাই</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Lnটি লাইন</numerusform>
            <numerusform>%Lnটি লাইন</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no lines to be written.</source>
        <translation>লেখার মতো কোনো লাইন নেই।</translation>
    </message>
    <message>
        <source>No station has sent lines yet.</source>
        <translation>এখনো কোনো স্টেশন লাইন পাঠায়নি।</translation>
    </message>
    <message>
        <source>The journal is unbroken from line %1 to line %2: %3.</source>
        <translation>জার্নাল লাইন %1 থেকে লাইন %2 পর্যন্ত অবিচ্ছিন্ন: %3।</translation>
    </message>
    <message numerus="yes">
        <source>The journals of %Ln station(s) are unbroken: %1 lines.</source>
        <translation>
            <numerusform>%Lnটি স্টেশনের জার্নাল অবিচ্ছিন্ন: %1টি লাইন।</numerusform>
            <numerusform>%Lnটি স্টেশনের জার্নাল অবিচ্ছিন্ন: %1টি লাইন।</numerusform>
        </translation>
    </message>
    <message>
        <source>The journal of this station is broken. Call the administrator.</source>
        <translation>এই স্টেশনের জার্নাল অবিচ্ছিন্ন নেই। প্রশাসককে ডাকুন।</translation>
    </message>
    <message>
        <source>The journal of station %1 (%2) is broken. Ask there what happened.</source>
        <translation>স্টেশন %1 (%2)-এর জার্নাল অবিচ্ছিন্ন নেই। কী ঘটেছে সেখানে জিজ্ঞাসা করুন।</translation>
    </message>
    <message numerus="yes">
        <source>And %Ln more station(s).</source>
        <translation>
            <numerusform>এবং আরও %Lnটি স্টেশন।</numerusform>
            <numerusform>এবং আরও %Lnটি স্টেশন।</numerusform>
        </translation>
    </message>
    <message>
        <source>Write the journal into a file</source>
        <translation>জার্নাল ফাইলে লিখুন</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>সারণি (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) written into %1. This is written into the journal, too.</source>
        <translation>
            <numerusform>%Lnটি লাইন %1-এ লেখা হয়েছে। এটিও জার্নালে লেখা হয়েছে।</numerusform>
            <numerusform>%Lnটি লাইন %1-এ লেখা হয়েছে। এটিও জার্নালে লেখা হয়েছে।</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::KeysBox</name>
    <message>
        <source>next question</source>
        <translation>পরের প্রশ্ন</translation>
    </message>
    <message>
        <source>question before</source>
        <translation>আগের প্রশ্ন</translation>
    </message>
    <message>
        <source>next section, section before</source>
        <translation>পরের অংশ, আগের অংশ</translation>
    </message>
    <message>
        <source>next problem, problem before</source>
        <translation>পরের সমস্যা, আগের সমস্যা</translation>
    </message>
    <message>
        <source>go to a question by code, name or words</source>
        <translation>কোড, নাম বা শব্দ দিয়ে প্রশ্নে যাওয়া</translation>
    </message>
    <message>
        <source>note on the question</source>
        <translation>প্রশ্নটির টীকা</translation>
    </message>
    <message>
        <source>no answer: not known, refused, not asked, not applicable</source>
        <translation>উত্তর নেই: অজানা, উত্তর দিতে চাননি, জিজ্ঞাসা করা হয়নি, প্রযোজ্য নয়</translation>
    </message>
    <message>
        <source>the same four at once</source>
        <translation>ওই চারটি সরাসরি</translation>
    </message>
    <message>
        <source>undo, redo</source>
        <translation>ফেরানো, পুনরায় করা</translation>
    </message>
    <message>
        <source>same answer as in the last case or the row before</source>
        <translation>আগের মামলা বা আগের সারির একই উত্তর</translation>
    </message>
    <message>
        <source>carry this question into every new case and row, or no longer</source>
        <translation>প্রশ্নটি প্রতিটি নতুন মামলা ও সারিতে বহন করা, বা আর না করা</translation>
    </message>
    <message>
        <source>add a row, remove the row</source>
        <translation>সারি যোগ করা, সারি সরানো</translation>
    </message>
    <message>
        <source>new line in a long text</source>
        <translation>দীর্ঘ লেখায় নতুন লাইন</translation>
    </message>
    <message>
        <source>number, letters</source>
        <translation>সংখ্যা, অক্ষর</translation>
    </message>
    <message>
        <source>choose from a list, in English or Bangla</source>
        <translation>তালিকা থেকে বাছাই, ইংরেজি বা বাংলায়</translation>
    </message>
    <message>
        <source>dates: day/month/year, or the part that is known</source>
        <translation>তারিখ: দিন/মাস/বছর, অথবা যতটুকু জানা</translation>
    </message>
    <message>
        <source>save, submit</source>
        <translation>সংরক্ষণ, দাখিল</translation>
    </message>
    <message>
        <source>Keys of the form</source>
        <translation>ফরমের কীগুলো</translation>
    </message>
    <message>
        <source>Enter next  ·  Shift+Enter back  ·  Ctrl+PgDn section  ·  Ctrl+G go to  ·  F1 all keys</source>
        <translation>Enter পরের  ·  Shift+Enter আগের  ·  Ctrl+PgDn অংশ  ·  Ctrl+G প্রশ্নে যান  ·  F1 সব কী</translation>
    </message>
    <message>
        <source>Enter next  ·  Shift+Enter back  ·  F8 next problem  ·  Ctrl+G go to  ·  F2 note  ·  F6 no answer  ·  Ctrl+Z undo  ·  Ctrl+D same as last  ·  F1 all keys</source>
        <translation>Enter পরের  ·  Shift+Enter আগের  ·  F8 পরের সমস্যা  ·  Ctrl+G প্রশ্নে যান  ·  F2 টীকা  ·  F6 উত্তর নেই  ·  Ctrl+Z ফেরান  ·  Ctrl+D আগের মতোই  ·  F1 সব কী</translation>
    </message>
    <message>
        <source>not known or refused, as the question itself has it</source>
        <translation>জানা নেই বা বলেননি, প্রশ্নের নিজের উত্তর অনুযায়ী</translation>
    </message>
    <message>
        <source>next change, next open question of others</source>
        <translation>পরের পরিবর্তন, অন্যের করা পরের অমীমাংসিত প্রশ্ন</translation>
    </message>
</context>
<context>
    <name>prohori::LaterRowsDialog</name>
    <message numerus="yes">
        <source>%1: %Ln row(s) with later facts</source>
        <translation>
            <numerusform>%1: পরবর্তী তথ্যসহ %Ln-টি সারি</numerusform>
            <numerusform>%1: পরবর্তী তথ্যসহ %Ln-টি সারি</numerusform>
        </translation>
    </message>
    <message>
        <source>Only these rows are looked at: the approval of the rest stands as it is. Where something is wrong, ask about the answer (Ctrl+Q) instead.</source>
        <translation>শুধু এই সারিগুলো দেখা হচ্ছে: বাকি অংশের অনুমোদন যেমন আছে থাকবে। কিছু ভুল থাকলে নিশ্চিত না করে উত্তরটি নিয়ে প্রশ্ন করুন (Ctrl+Q)।</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>প্রশ্ন</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>আগে</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>এখন</translation>
    </message>
    <message>
        <source>Rows with later facts</source>
        <translation>পরবর্তী তথ্যসহ সারি</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>বাতিল</translation>
    </message>
    <message>
        <source>Looked at (Ctrl+Return)</source>
        <translation>দেখা হয়েছে (Ctrl+Return)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 · new, by %2</source>
        <translation>%1 · নতুন, %2</translation>
    </message>
    <message>
        <source>%1 · removed, by %2</source>
        <translation>%1 · বাদ দেওয়া, %2</translation>
    </message>
    <message>
        <source>%1 · changed, by %2</source>
        <translation>%1 · পরিবর্তিত, %2</translation>
    </message>
</context>
<context>
    <name>prohori::LongTextEditor</name>
    <message>
        <source>Alt+Enter begins a new line</source>
        <translation>Alt+Enter চাপলে নতুন লাইন</translation>
    </message>
</context>
<context>
    <name>prohori::MainWindow</name>
    <message>
        <source>PRACTICE: invented cases only. This station cannot reach a real server.</source>
        <translation>অনুশীলন: শুধু কাল্পনিক মামলা। এই স্টেশন প্রকৃত সার্ভারে পৌঁছাতে পারে না।</translation>
    </message>
    <message>
        <source>Prohori</source>
        <translation>প্রহরী</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>মূল পাতা</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>মামলাসমূহ</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>পর্যালোচনা</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>তথ্য বিনিময়</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>সেটিংস</translation>
    </message>
    <message>
        <source>Lock (Ctrl+L)</source>
        <translation>তালা (Ctrl+L)</translation>
    </message>
    <message>
        <source>%1
%2
%3 · station %4</source>
        <translation>%1
%2
%3 · স্টেশন %4</translation>
    </message>
    <message>
        <source>Sync (F5)</source>
        <translation>তথ্য বিনিময় (F5)</translation>
    </message>
    <message>
        <source>New case (Ctrl+N)</source>
        <translation>নতুন মামলা (Ctrl+N)</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>মামলা</translation>
    </message>
    <message>
        <source>A sync is running.</source>
        <translation>তথ্য বিনিময় চলছে।</translation>
    </message>
    <message>
        <source>Cases are entered by the recording officers of a district.</source>
        <translation>মামলা লেখেন জেলার তথ্য লিপিবদ্ধকারী কর্মকর্তারা।</translation>
    </message>
    <message>
        <source>syncing now…</source>
        <translation>তথ্য বিনিময় চলছে…</translation>
    </message>
    <message>
        <source>not synced yet</source>
        <translation>এখনো তথ্য বিনিময় হয়নি</translation>
    </message>
    <message>
        <source>last sync %1</source>
        <translation>সর্বশেষ বিনিময় %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %Ln not sent</source>
        <translation>
            <numerusform>%1 · %Lnটি পাঠানো হয়নি</numerusform>
            <numerusform>%1 · %Lnটি পাঠানো হয়নি</numerusform>
        </translation>
    </message>
    <message>
        <source>Prohori %1
Station %2
Authority: %3
Server: %4
Form version: %5</source>
        <translation>প্রহরী %1
স্টেশন %2
কর্তৃপক্ষ: %3
সার্ভার: %4
ফরমের সংস্করণ: %5</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>এখনো জানা নেই</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>দ্বন্দ্ব</translation>
    </message>
    <message>
        <source>Conflicts · %1</source>
        <translation>দ্বন্দ্ব · %1</translation>
    </message>
    <message>
        <source>This is the last case of the queue.</source>
        <translation>এটি তালিকার শেষ মামলা।</translation>
    </message>
    <message>
        <source>This is the first case of the queue.</source>
        <translation>এটি তালিকার প্রথম মামলা।</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>জার্নাল</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>প্রশ্নসমূহ</translation>
    </message>
</context>
<context>
    <name>prohori::MergeDialog</name>
    <message>
        <source>This case</source>
        <translation>এই মামলা</translation>
    </message>
    <message>
        <source>The case that goes on</source>
        <translation>যে মামলাটি চলবে</translation>
    </message>
    <message>
        <source>Both cases beside each other</source>
        <translation>দুটি মামলা পাশাপাশি</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>একীভূত করুন</translation>
    </message>
    <message>
        <source>Merge %1 into another case</source>
        <translation>%1 অন্য মামলার সঙ্গে একীভূত করুন</translation>
    </message>
    <message>
        <source>%1 is closed as merged and the other case goes on. Nothing is copied: what only %1 says has to be entered there. Both keep their history, and a merge is not undone.</source>
        <translation>%1 একীভূত হিসেবে বন্ধ হবে, অন্য মামলাটি চলবে। কিছুই নকল হয় না: যা শুধু %1-এ আছে তা সেখানে লিখতে হবে। দুটিরই ইতিহাস থাকে; একীভূতকরণ ফেরানো যায় না।</translation>
    </message>
    <message>
        <source>Why they are one case (no names, no telephone numbers)</source>
        <translation>কেন এগুলো একই মামলা (নাম বা ফোন নম্বর নয়)</translation>
    </message>
    <message>
        <source>Why they are one case</source>
        <translation>কেন এগুলো একই মামলা</translation>
    </message>
    <message>
        <source>Reference, place or name</source>
        <translation>নম্বর, স্থান বা নাম</translation>
    </message>
    <message>
        <source>Search the case that goes on</source>
        <translation>যে মামলাটি চলবে তা খুঁজুন</translation>
    </message>
    <message>
        <source>Cases found</source>
        <translation>পাওয়া মামলা</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>নম্বর</translation>
    </message>
    <message>
        <source>State</source>
        <translation>অবস্থা</translation>
    </message>
    <message>
        <source>Choose the case that goes on.</source>
        <translation>যে মামলাটি চলবে তা বেছে নিন।</translation>
    </message>
    <message>
        <source>%1 does not go on itself: %2.</source>
        <translation>%1 নিজেই আর চলছে না: %2।</translation>
    </message>
    <message>
        <source>It belongs to another district: only the Ministry merges across districts.</source>
        <translation>এটি অন্য জেলার: জেলার সীমা পেরিয়ে শুধু মন্ত্রণালয় একীভূত করে।</translation>
    </message>
    <message>
        <source>Write why, at least %1 characters.</source>
        <translation>কারণ লিখুন, অন্তত %1 অক্ষর।</translation>
    </message>
    <message>
        <source>Merge into %1</source>
        <translation>%1-এর সঙ্গে একীভূত করুন</translation>
    </message>
    <message>
        <source>same FIR</source>
        <translation>একই এজাহার</translation>
    </message>
</context>
<context>
    <name>prohori::MoveDialog</name>
    <message>
        <source>Propose the move</source>
        <translation>স্থানান্তরের প্রস্তাব দিন</translation>
    </message>
    <message>
        <source>Move %1 to another district</source>
        <translation>%1 অন্য জেলায় স্থানান্তর করুন</translation>
    </message>
    <message>
        <source>Why, if there is something to say (no names, no telephone numbers)</source>
        <translation>কারণ, বলার কিছু থাকলে (নাম বা টেলিফোন নম্বর নয়)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>বাতিল</translation>
    </message>
    <message>
        <source>Name of the district</source>
        <translation>জেলার নাম</translation>
    </message>
    <message>
        <source>Search the district</source>
        <translation>জেলা খুঁজুন</translation>
    </message>
    <message>
        <source>Districts</source>
        <translation>জেলাসমূহ</translation>
    </message>
    <message>
        <source>%1 (nobody has joined yet)</source>
        <translation>%1 (এখনো কেউ যোগ দেননি)</translation>
    </message>
    <message>
        <source>Until the other district accepts, everything stays as it is. When it has accepted, the case leaves this computer with the next sync and goes on there, with its whole history; its number is kept.</source>
        <translation>অন্য জেলা গ্রহণ না করা পর্যন্ত সব যেমন আছে তেমনই থাকবে। গ্রহণ করার পর পরবর্তী তথ্য বিনিময়ে মামলাটি এই কম্পিউটার থেকে চলে যাবে এবং সম্পূর্ণ ইতিহাসসহ সেখানে চলবে; নম্বর একই থাকবে।</translation>
    </message>
    <message>
        <source>Choose the district.</source>
        <translation>জেলা বেছে নিন।</translation>
    </message>
    <message>
        <source>It is proposed to that district already.</source>
        <translation>ঐ জেলাকে আগেই প্রস্তাব দেওয়া হয়েছে।</translation>
    </message>
    <message>
        <source>This station knows nobody there: sync, or ask the administrator.</source>
        <translation>এই স্টেশন সেখানকার কাউকে চেনে না: তথ্য বিনিময় করুন, অথবা প্রশাসককে জিজ্ঞাসা করুন।</translation>
    </message>
</context>
<context>
    <name>prohori::MultiCodeEditor</name>
    <message>
        <source>Type to choose; several are possible</source>
        <translation>লিখে বাছুন; একাধিক সম্ভব</translation>
    </message>
    <message>
        <source>Type to add; Backspace takes the last away</source>
        <translation>যোগ করতে লিখুন; Backspace শেষেরটি সরায়</translation>
    </message>
</context>
<context>
    <name>prohori::NoteBox</name>
    <message>
        <source>Note on: %1</source>
        <translation>টীকা: %1</translation>
    </message>
    <message>
        <source>Esc closes.</source>
        <translation>Esc বন্ধ করে।</translation>
    </message>
    <message>
        <source>Enter keeps the note, Alt+Enter begins a new line, Esc leaves it.</source>
        <translation>Enter টীকা রাখে, Alt+Enter নতুন লাইন শুরু করে, Esc না রেখে ফেরে।</translation>
    </message>
</context>
<context>
    <name>prohori::OtherAnswersDialog</name>
    <message>
        <source>Answers of another version of the form</source>
        <translation>ফরমের অন্য সংস্করণের উত্তর</translation>
    </message>
    <message>
        <source>They belong to the case and stay in it; here they can only be read.</source>
        <translation>এগুলো মামলারই অংশ এবং তাতেই থাকবে; এখানে শুধু পড়া যায়।</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>বন্ধ করুন</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>Question %1, which no version on this computer knows: %Ln answer(s)</source>
        <translation>
            <numerusform>প্রশ্ন %1, যা এই কম্পিউটারের কোনো সংস্করণে নেই: %Lnটি উত্তর</numerusform>
            <numerusform>প্রশ্ন %1, যা এই কম্পিউটারের কোনো সংস্করণে নেই: %Lnটি উত্তর</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::OthersWorkDialog</name>
    <message>
        <source>%1 by %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Others changed %1 meanwhile</source>
        <translation>এর মধ্যে অন্যরা %1 বদলেছেন</translation>
    </message>
    <message>
        <source>Your work is saved, and so is theirs. This came in since you opened it:</source>
        <translation>আপনার কাজ সংরক্ষিত হয়েছে, তাঁদেরটিও। আপনি খোলার পর যা এসেছে:</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>প্রশ্ন</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>আগে</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>এখন</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>কে</translation>
    </message>
    <message>
        <source>What others changed</source>
        <translation>অন্যরা যা বদলেছেন</translation>
    </message>
    <message>
        <source>Enter goes to the answer of the chosen line.</source>
        <translation>Enter চাপলে বাছাই করা সারির উত্তরে যায়।</translation>
    </message>
    <message>
        <source>Go on (Esc)</source>
        <translation>চালিয়ে যান (Esc)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>entry added</source>
        <translation>ভুক্তি যোগ হয়েছে</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>ভুক্তি</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>বাদ গেছে</translation>
    </message>
    <message>
        <source>%1 — you wrote something else: the supervisor decides</source>
        <translation>%1 — আপনি অন্য কিছু লিখেছেন: তদারককারী কর্মকর্তা সিদ্ধান্ত নেবেন</translation>
    </message>
    <message>
        <source>No answer is another than before.</source>
        <translation>কোনো উত্তর আগের চেয়ে ভিন্ন নয়।</translation>
    </message>
    <message>
        <source>Your answers and theirs do not fit together here; nobody has to correct it at once:</source>
        <translation>এখানে আপনার ও তাঁদের উত্তর একসঙ্গে মেলে না; এখনই সংশোধন করতে হবে এমন নয়:</translation>
    </message>
</context>
<context>
    <name>prohori::PapersPane</name>
    <message>
        <source>Work on this case</source>
        <translation>এই মামলার কাজ</translation>
    </message>
    <message>
        <source>Review before a decision</source>
        <translation>সিদ্ধান্তের আগে পর্যালোচনা</translation>
    </message>
    <message>
        <source>Check whether it is a duplicate</source>
        <translation>একই মামলা দুবার আছে কি না যাচাই</translation>
    </message>
    <message>
        <source>Referral or protection of the person</source>
        <translation>ব্যক্তির রেফারেল বা সুরক্ষা</translation>
    </message>
    <message>
        <source>Order or request of a court</source>
        <translation>আদালতের আদেশ বা অনুরোধ</translation>
    </message>
    <message>
        <source>Add… (Insert)</source>
        <translation>যোগ করুন… (Insert)</translation>
    </message>
    <message>
        <source>Open (Enter)</source>
        <translation>খুলুন (Enter)</translation>
    </message>
    <message>
        <source>Remove… (Delete)</source>
        <translation>সরান… (Delete)</translation>
    </message>
    <message>
        <source>Text of the paper</source>
        <translation>কাগজের লেখা</translation>
    </message>
    <message>
        <source>This was the last page.</source>
        <translation>এটিই শেষ পৃষ্ঠা ছিল।</translation>
    </message>
    <message>
        <source>Papers of the case</source>
        <translation>মামলার কাগজপত্র</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>ধরন</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>নাম</translation>
    </message>
    <message>
        <source>State</source>
        <translation>অবস্থা</translation>
    </message>
    <message>
        <source>coming: %1 of %2 parts are here</source>
        <translation>আসছে: %2 অংশের মধ্যে %1 অংশ এসেছে</translation>
    </message>
    <message>
        <source>here, not yet at headquarters</source>
        <translation>এখানে আছে, সদর দপ্তরে এখনো যায়নি</translation>
    </message>
    <message>
        <source>here and at headquarters</source>
        <translation>এখানে এবং সদর দপ্তরে আছে</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>পাওয়া যাচ্ছে না</translation>
    </message>
    <message>
        <source>(name closed)</source>
        <translation>(নাম বন্ধ)</translation>
    </message>
    <message>
        <source>Papers: none</source>
        <translation>কাগজপত্র: নেই</translation>
    </message>
    <message>
        <source>Papers: %1 of %2 at headquarters</source>
        <translation>কাগজপত্র: %2টির মধ্যে %1টি সদর দপ্তরে</translation>
    </message>
    <message>
        <source>Save the case first: a paper belongs to a saved case.</source>
        <translation>আগে মামলাটি সংরক্ষণ করুন: কাগজ কেবল সংরক্ষিত মামলায় যোগ করা যায়।</translation>
    </message>
    <message>
        <source>No paper is chosen.</source>
        <translation>কোনো কাগজ বাছাই করা হয়নি।</translation>
    </message>
    <message>
        <source>You hold no key to this paper.</source>
        <translation>এই কাগজের চাবি আপনার কাছে নেই।</translation>
    </message>
    <message>
        <source>Add a paper</source>
        <translation>কাগজ যোগ করুন</translation>
    </message>
    <message>
        <source>Pictures, PDF and text (*.jpg *.jpeg *.png *.pdf *.txt)</source>
        <translation>ছবি, PDF ও লেখা (*.jpg *.jpeg *.png *.pdf *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>সব ফাইল (*)</translation>
    </message>
    <message>
        <source>What is this paper?</source>
        <translation>এটি কী কাগজ?</translation>
    </message>
    <message>
        <source>%1 is sealed for those who may read names. Place, device and author are taken out of pictures.</source>
        <translation>%1 কেবল তাঁদের জন্য সিল করা হবে যাঁরা নাম পড়তে পারেন। ছবি থেকে স্থান, যন্ত্র ও প্রস্তুতকারীর তথ্য বাদ দেওয়া হয়।</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>যোগ করুন</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>ফাইলটি পড়া যাচ্ছে না।</translation>
    </message>
    <message>
        <source>Added. Place, device and comments were taken out of the picture.</source>
        <translation>যোগ করা হয়েছে। ছবি থেকে স্থান, যন্ত্র ও মন্তব্যের তথ্য বাদ দেওয়া হয়েছে।</translation>
    </message>
    <message>
        <source>Added. Tell its date in the form, under Attachments.</source>
        <translation>যোগ করা হয়েছে। ফরমের ‘সংযুক্তি’ অংশে এর তারিখ লিখুন।</translation>
    </message>
    <message>
        <source>Open a paper that names people</source>
        <translation>ব্যক্তির পরিচয় আছে এমন কাগজ খুলুন</translation>
    </message>
    <message>
        <source>Who opened it, when and why is written into the journal.</source>
        <translation>কে, কখন ও কেন এটি খুলেছেন তা জার্নালে লেখা হয়।</translation>
    </message>
    <message>
        <source>Open the paper</source>
        <translation>কাগজটি খুলুন</translation>
    </message>
    <message>
        <source>Remove this paper from the case?</source>
        <translation>এই কাগজটি মামলা থেকে সরাবেন?</translation>
    </message>
    <message>
        <source>It leaves the case; the history keeps that it was there.</source>
        <translation>এটি মামলা থেকে সরে যাবে; এটি যে ছিল তা ইতিহাসে থাকবে।</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>সরান</translation>
    </message>
    <message>
        <source>Removed.</source>
        <translation>সরানো হয়েছে।</translation>
    </message>
    <message>
        <source>The file is larger than 20 MB: scan it with fewer points.</source>
        <translation>ফাইলটি ২০ এমবির চেয়ে বড়: কম রেজোলিউশনে স্ক্যান করুন।</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>ফাইলটি খালি।</translation>
    </message>
    <message>
        <source>Only JPEG and PNG pictures, PDF and plain text can be added.</source>
        <translation>কেবল JPEG ও PNG ছবি, PDF এবং সাধারণ লেখা যোগ করা যায়।</translation>
    </message>
    <message>
        <source>The picture has more than 100 million points: make it smaller first.</source>
        <translation>ছবিটিতে ১০ কোটির বেশি বিন্দু আছে: আগে ছোট করুন।</translation>
    </message>
    <message>
        <source>The file is damaged, or not what it says it is.</source>
        <translation>ফাইলটি ক্ষতিগ্রস্ত, অথবা যা বলা হয়েছে তা নয়।</translation>
    </message>
    <message>
        <source>The file hides another file behind or inside it, and is not taken.</source>
        <translation>ফাইলটির পেছনে বা ভেতরে অন্য ফাইল লুকানো আছে, তাই নেওয়া হয়নি।</translation>
    </message>
    <message>
        <source>The PDF holds a script, a command or another file: print it and scan the paper.</source>
        <translation>PDF-টিতে স্ক্রিপ্ট, কমান্ড বা অন্য ফাইল আছে: এটি ছাপিয়ে কাগজটি স্ক্যান করুন।</translation>
    </message>
    <message>
        <source>The PDF is locked with a password: save it without one first.</source>
        <translation>PDF-টি পাসওয়ার্ড দিয়ে বন্ধ: আগে পাসওয়ার্ড ছাড়া সংরক্ষণ করুন।</translation>
    </message>
    <message>
        <source>Not all of this paper has come yet: exchange first.</source>
        <translation>এই কাগজের সবটা এখনো আসেনি: আগে তথ্য বিনিময় করুন।</translation>
    </message>
    <message>
        <source>The case was approved with the papers that it has: it has to be reopened first.</source>
        <translation>মামলাটি এতে থাকা কাগজপত্রসহ অনুমোদিত হয়েছে: আগে মামলাটি পুনরায় খুলতে হবে।</translation>
    </message>
    <message>
        <source>The program that draws papers is missing: install Prohori again.</source>
        <translation>কাগজ দেখানোর প্রোগ্রামটি নেই: প্রহরী আবার ইনস্টল করুন।</translation>
    </message>
    <message>
        <source>This computer does not let a paper be drawn safely, so it is not shown.</source>
        <translation>এই কম্পিউটারে কাগজ নিরাপদে দেখানো যায় না, তাই দেখানো হচ্ছে না।</translation>
    </message>
    <message>
        <source>Drawing took too long and was stopped.</source>
        <translation>দেখাতে বেশি সময় লাগছিল, তাই থামানো হয়েছে।</translation>
    </message>
    <message>
        <source>The paper could not be drawn.</source>
        <translation>কাগজটি দেখানো যায়নি।</translation>
    </message>
    <message>
        <source>The paper is gone.</source>
        <translation>কাগজটি আর নেই।</translation>
    </message>
    <message>
        <source>The paper is being drawn…</source>
        <translation>কাগজটি দেখানোর প্রস্তুতি চলছে…</translation>
    </message>
    <message>
        <source>Picture of the paper, page %1</source>
        <translation>কাগজের ছবি, পৃষ্ঠা %1</translation>
    </message>
    <message>
        <source>Page %1. Page Up and Page Down turn the pages.</source>
        <translation>পৃষ্ঠা %1। Page Up ও Page Down দিয়ে পৃষ্ঠা ওল্টান।</translation>
    </message>
    <message>
        <source>the file stays in the district</source>
        <translation>ফাইলটি জেলাতেই থাকে</translation>
    </message>
    <message>
        <source>Headquarters see what this paper is, and not the paper itself: the district has not allowed that it leaves.</source>
        <translation>সদর দপ্তর জানে এটি কোন কাগজ, কিন্তু কাগজটি দেখে না: জেলা এটি বাইরে পাঠানোর অনুমতি দেয়নি।</translation>
    </message>
</context>
<context>
    <name>prohori::PastCaseDialog</name>
    <message>
        <source>An earlier state: to look at, not to change. State then: %1.</source>
        <translation>আগের অবস্থা: শুধু দেখার জন্য, বদলানোর জন্য নয়। তখনকার অবস্থা: %1।</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>বন্ধ করুন (Esc)</translation>
    </message>
</context>
<context>
    <name>prohori::ProgressList</name>
    <message>
        <source>not started</source>
        <translation>শুরু হয়নি</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>চলছে</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>সম্পূর্ণ</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%nটি সমস্যা</numerusform>
            <numerusform>%nটি সমস্যা</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 answered</source>
        <translation>%2টির মধ্যে %1টির উত্তর আছে</translation>
    </message>
    <message numerus="yes">
        <source>%n open question(s)</source>
        <translation>
            <numerusform>%nটি অমীমাংসিত প্রশ্ন</numerusform>
            <numerusform>%nটি অমীমাংসিত প্রশ্ন</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::QuestionModel</name>
    <message>
        <source>An answer of another version of the form</source>
        <translation>ফরমের অন্য সংস্করণের একটি উত্তর</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>sealed: you hold no key to these words</source>
        <translation>সিলমোহরকৃত: এই কথাগুলোর চাবি আপনার কাছে নেই</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>You answer</source>
        <translation>উত্তর দেবেন আপনি</translation>
    </message>
    <message>
        <source>The officer answers</source>
        <translation>উত্তর দেবেন কর্মকর্তা</translation>
    </message>
    <message>
        <source>You close it</source>
        <translation>নিষ্পত্তি করবেন আপনি</translation>
    </message>
    <message>
        <source>Who asked closes it</source>
        <translation>নিষ্পত্তি করবেন প্রশ্নকারী</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>নিষ্পত্তি হয়েছে</translation>
    </message>
    <message>
        <source>today</source>
        <translation>আজ</translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln দিন</numerusform>
            <numerusform>%Ln দিন</numerusform>
        </translation>
    </message>
    <message>
        <source>asked by %1</source>
        <translation>প্রশ্নকারী %1</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>প্রশ্ন</translation>
    </message>
    <message>
        <source>Whose turn</source>
        <translation>কার পালা</translation>
    </message>
    <message>
        <source>Open for</source>
        <translation>কত দিন ধরে</translation>
    </message>
</context>
<context>
    <name>prohori::QuestionsLine</name>
    <message numerus="yes">
        <source>%Ln question(s) wait for you.</source>
        <translation>
            <numerusform>%Lnটি প্রশ্ন আপনার অপেক্ষায়।</numerusform>
            <numerusform>%Lnটি প্রশ্ন আপনার অপেক্ষায়।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln open question(s) wait for others.</source>
        <translation>
            <numerusform>%Lnটি অমীমাংসিত প্রশ্ন অন্যদের অপেক্ষায়।</numerusform>
            <numerusform>%Lnটি অমীমাংসিত প্রশ্ন অন্যদের অপেক্ষায়।</numerusform>
        </translation>
    </message>
    <message>
        <source>Questions · %1 (Ctrl+Shift+Q)</source>
        <translation>প্রশ্নসমূহ · %1 (Ctrl+Shift+Q)</translation>
    </message>
</context>
<context>
    <name>prohori::QuestionsPage</name>
    <message>
        <source>Open the case at the answer (Enter)</source>
        <translation>উত্তরটিতে মামলা খুলুন (Enter)</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>ফিরুন (Esc)</translation>
    </message>
    <message>
        <source>Questions about answers</source>
        <translation>উত্তর নিয়ে প্রশ্নসমূহ</translation>
    </message>
    <message>
        <source>Which questions are shown</source>
        <translation>কোন প্রশ্নগুলো দেখানো হবে</translation>
    </message>
    <message>
        <source>All open questions</source>
        <translation>সব অমীমাংসিত প্রশ্ন</translation>
    </message>
    <message>
        <source>Those that wait for me</source>
        <translation>যেগুলো আমার অপেক্ষায়</translation>
    </message>
    <message>
        <source>Also closed ones of these cases</source>
        <translation>এসব মামলার নিষ্পত্তি হওয়া প্রশ্নও</translation>
    </message>
    <message>
        <source>Number of the case</source>
        <translation>মামলার নম্বর</translation>
    </message>
    <message>
        <source>Show only cases with this number</source>
        <translation>শুধু এই নম্বরের মামলা দেখান</translation>
    </message>
    <message>
        <source>What was said about this answer</source>
        <translation>এই উত্তর নিয়ে যা বলা হয়েছে</translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s). Yours stand first, then the longest asked.</source>
        <translation>
            <numerusform>%Lnটি প্রশ্ন। আগে আপনারগুলো, তারপর সবচেয়ে পুরোনোগুলো।</numerusform>
            <numerusform>%Lnটি প্রশ্ন। আগে আপনারগুলো, তারপর সবচেয়ে পুরোনোগুলো।</numerusform>
        </translation>
    </message>
    <message>
        <source>More are being looked for.</source>
        <translation>আরও খোঁজা হচ্ছে।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) with questions cannot be read: see the page Sync.</source>
        <translation>
            <numerusform>প্রশ্ন আছে এমন %Lnটি মামলা পড়া যাচ্ছে না: তথ্য বিনিময় পাতা দেখুন।</numerusform>
            <numerusform>প্রশ্ন আছে এমন %Lnটি মামলা পড়া যাচ্ছে না: তথ্য বিনিময় পাতা দেখুন।</numerusform>
        </translation>
    </message>
    <message>
        <source>The cases are being read…</source>
        <translation>মামলাগুলো পড়া হচ্ছে…</translation>
    </message>
    <message>
        <source>No question is open. In a case Ctrl+Q asks about the answer with the cursor, or answers what was asked about it.</source>
        <translation>কোনো অমীমাংসিত প্রশ্ন নেই। মামলায় যে উত্তরে কার্সর আছে, Ctrl+Q চাপলে তা নিয়ে প্রশ্ন করা যায়, অথবা করা প্রশ্নের উত্তর দেওয়া যায়।</translation>
    </message>
    <message>
        <source>No such question in a case with “%1” in its number.</source>
        <translation>নম্বরে “%1” আছে এমন কোনো মামলায় এ ধরনের প্রশ্ন নেই।</translation>
    </message>
    <message numerus="yes">
        <source>No question waits for you. %Ln open question(s) wait for others.</source>
        <translation>
            <numerusform>কোনো প্রশ্ন আপনার অপেক্ষায় নেই। %Lnটি অমীমাংসিত প্রশ্ন অন্যদের অপেক্ষায়।</numerusform>
            <numerusform>কোনো প্রশ্ন আপনার অপেক্ষায় নেই। %Lnটি অমীমাংসিত প্রশ্ন অন্যদের অপেক্ষায়।</numerusform>
        </translation>
    </message>
    <message>
        <source>It waits for you: open the case and answer with Ctrl+Q.</source>
        <translation>এটি আপনার অপেক্ষায়: মামলাটি খুলে Ctrl+Q চেপে উত্তর দিন।</translation>
    </message>
    <message>
        <source>It waits for the officer who has the case in hand.</source>
        <translation>মামলাটি যে কর্মকর্তার হাতে, এটি তাঁর অপেক্ষায়।</translation>
    </message>
    <message>
        <source>It was answered and waits for you: open the case, read the answer, and close the question with Ctrl+Q.</source>
        <translation>উত্তর দেওয়া হয়েছে, এখন আপনার অপেক্ষায়: মামলাটি খুলে উত্তর পড়ুন, এবং Ctrl+Q চেপে প্রশ্নটির নিষ্পত্তি করুন।</translation>
    </message>
    <message>
        <source>It was answered. Who asked reads that and closes the question.</source>
        <translation>উত্তর দেওয়া হয়েছে। যিনি প্রশ্ন করেছেন তিনি তা পড়ে প্রশ্নটির নিষ্পত্তি করবেন।</translation>
    </message>
    <message>
        <source>It is closed.</source>
        <translation>এটির নিষ্পত্তি হয়েছে।</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Choose a line first.</source>
        <translation>আগে একটি সারি বেছে নিন।</translation>
    </message>
    <message>
        <source>There is no question in the list.</source>
        <translation>তালিকায় কোনো প্রশ্ন নেই।</translation>
    </message>
</context>
<context>
    <name>prohori::ReasonBox</name>
    <message>
        <source>Why there is no answer</source>
        <translation>উত্তর নেই কেন</translation>
    </message>
</context>
<context>
    <name>prohori::ReasonDialog</name>
    <message>
        <source>Cancel</source>
        <translation>বাতিল</translation>
    </message>
    <message>
        <source>Comment (no names, no telephone numbers)</source>
        <translation>মন্তব্য (নাম বা টেলিফোন নম্বর নয়)</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>মন্তব্য</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>কারণ</translation>
    </message>
    <message>
        <source>Tick at least one reason (Space).</source>
        <translation>অন্তত একটি কারণে টিক দিন (Space)।</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>একটি কারণ বেছে নিন।</translation>
    </message>
    <message>
        <source>Write a comment of at least %1 characters.</source>
        <translation>কমপক্ষে %1 অক্ষরের মন্তব্য লিখুন।</translation>
    </message>
</context>
<context>
    <name>prohori::ReviewPage</name>
    <message>
        <source>Cases waiting for review</source>
        <translation>পর্যালোচনার অপেক্ষায় থাকা মামলা</translation>
    </message>
    <message>
        <source>Nothing waits for you. New submissions come with the next sync (F5).</source>
        <translation>আপনার জন্য কিছু অপেক্ষমাণ নেই। নতুন দাখিল পরবর্তী তথ্য বিনিময়ে (F5) আসবে।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) wait. Enter opens one; there you approve or return it.</source>
        <translation>
            <numerusform>%Lnটি মামলা অপেক্ষমাণ। Enter চাপলে খোলে; সেখানে অনুমোদন বা ফেরত দেওয়া যায়।</numerusform>
            <numerusform>%Lnটি মামলা অপেক্ষমাণ। Enter চাপলে খোলে; সেখানে অনুমোদন বা ফেরত দেওয়া যায়।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) of the district wait for the supervisor. You can look at them; only the supervisor decides.</source>
        <translation>
            <numerusform>জেলার %Lnটি মামলা তদারককারী কর্মকর্তার অপেক্ষায়। আপনি দেখতে পারেন; সিদ্ধান্ত শুধু তদারককারীর।</numerusform>
            <numerusform>জেলার %Lnটি মামলা তদারককারী কর্মকর্তার অপেক্ষায়। আপনি দেখতে পারেন; সিদ্ধান্ত শুধু তদারককারীর।</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve all with nothing open (Ctrl+Shift+A)</source>
        <translation>যেগুলোতে কিছু বাকি নেই সব অনুমোদন (Ctrl+Shift+A)</translation>
    </message>
    <message>
        <source>What was changed since the last decision</source>
        <translation>শেষ সিদ্ধান্তের পর যা বদলেছে</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>প্রশ্ন</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>আগে</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>এখন</translation>
    </message>
    <message>
        <source>Only the supervisor of the district approves.</source>
        <translation>শুধু জেলার তদারককারী কর্মকর্তা অনুমোদন করেন।</translation>
    </message>
    <message>
        <source>Nothing waits.</source>
        <translation>কিছু অপেক্ষায় নেই।</translation>
    </message>
    <message>
        <source>Nothing is open: it can be approved together with others.</source>
        <translation>কিছু বাকি নেই: অন্যগুলোর সঙ্গে একত্রে অনুমোদন করা যায়।</translation>
    </message>
    <message>
        <source>People gave different answers: decide the conflict first.</source>
        <translation>ভিন্ন ভিন্ন উত্তর দেওয়া হয়েছে: আগে দ্বন্দ্বের মীমাংসা করুন।</translation>
    </message>
    <message>
        <source>A question is open in it: open the case.</source>
        <translation>এতে একটি প্রশ্ন অমীমাংসিত: মামলাটি খুলুন।</translation>
    </message>
    <message>
        <source>The form has doubts about an answer: open the case.</source>
        <translation>একটি উত্তর নিয়ে ফরমের সংশয় আছে: মামলাটি খুলুন।</translation>
    </message>
    <message>
        <source>A point of the checklist does not hold: open the case.</source>
        <translation>যাচাই তালিকার একটি বিষয় মিলছে না: মামলাটি খুলুন।</translation>
    </message>
    <message>
        <source>Changes of it are held back: see the page Sync.</source>
        <translation>এর কিছু পরিবর্তন আটকে রাখা হয়েছে: তথ্য বিনিময় পাতা দেখুন।</translation>
    </message>
    <message>
        <source>Submitted for the first time: all of it is new to you.</source>
        <translation>প্রথমবার দাখিল হয়েছে: এর সবই আপনার জন্য নতুন।</translation>
    </message>
    <message>
        <source>%1 by %2 on %3. Since then:</source>
        <translation>%1, %2, %3। তারপর থেকে:</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>entry added</source>
        <translation>ভুক্তি যোগ হয়েছে</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>ভুক্তি</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>বাদ গেছে</translation>
    </message>
    <message>
        <source>%1 by %2 on %3. No answer was changed since then.</source>
        <translation>%1, %2, %3। তারপর কোনো উত্তর বদলানো হয়নি।</translation>
    </message>
    <message>
        <source>In each of the cases something is open: they are decided one by one. The line under the chosen case says what.</source>
        <translation>প্রতিটি মামলাতেই কিছু বাকি আছে: একটি একটি করে সিদ্ধান্ত নিতে হবে। কী বাকি, তা বেছে নেওয়া মামলার নিচের লাইনে লেখা আছে।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of the waiting case(s)</source>
        <translation>
            <numerusform>অপেক্ষমাণ মামলার %Lnটি</numerusform>
            <numerusform>অপেক্ষমাণ মামলার %Lnটি</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) approved. Saved here; they go out with the next sync.</source>
        <translation>
            <numerusform>%Lnটি মামলা অনুমোদিত হয়েছে। এখানে সংরক্ষিত; পরের তথ্য বিনিময়ে পাঠানো হবে।</numerusform>
            <numerusform>%Lnটি মামলা অনুমোদিত হয়েছে। এখানে সংরক্ষিত; পরের তথ্য বিনিময়ে পাঠানো হবে।</numerusform>
        </translation>
    </message>
    <message>
        <source>What stands first</source>
        <translation>কোনটি আগে থাকবে</translation>
    </message>
    <message>
        <source>Longest waiting first</source>
        <translation>দীর্ঘতম অপেক্ষা আগে</translation>
    </message>
    <message>
        <source>Nearest deadline first</source>
        <translation>নিকটতম সময়সীমা আগে</translation>
    </message>
    <message>
        <source>Highest risk first</source>
        <translation>সর্বোচ্চ ঝুঁকি আগে</translation>
    </message>
    <message>
        <source>Later facts wait for a short review: open the case, Ctrl+Shift+L.</source>
        <translation>পরবর্তী তথ্য সংক্ষিপ্ত পর্যালোচনার অপেক্ষায়: মামলাটি খুলুন, Ctrl+Shift+L।</translation>
    </message>
    <message>
        <source>Changed since the approval: the officer has to submit it first.</source>
        <translation>অনুমোদনের পর পরিবর্তিত: কর্মকর্তাকে আগে দাখিল করতে হবে।</translation>
    </message>
    <message>
        <source>It has the same FIR as %1 and may be the same case: open it, compare, and merge if so.</source>
        <translation>এর এজাহার %1-এর এজাহারের সঙ্গে এক; একই মামলা হতে পারে। মামলাটি খুলে মিলিয়ে দেখুন, একই হলে একীভূত করুন।</translation>
    </message>
    <message>
        <source>This is the last case of the queue.</source>
        <translation>এটি তালিকার শেষ মামলা।</translation>
    </message>
    <message>
        <source>This is the first case of the queue.</source>
        <translation>এটি তালিকার প্রথম মামলা।</translation>
    </message>
    <message>
        <source>%1 (%2 of %3)</source>
        <translation>%1 (%3টির মধ্যে %2 নম্বর)</translation>
    </message>
    <message>
        <source>This case has no papers. Esc leaves the form.</source>
        <translation>এই মামলায় কোনো কাগজ নেই। Esc চাপলে ফরম থেকে বের হবেন।</translation>
    </message>
    <message>
        <source>This case has no papers. Ctrl+Shift+P shows its form.</source>
        <translation>এই মামলায় কোনো কাগজ নেই। Ctrl+Shift+P চাপলে ফরম দেখা যাবে।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s). Esc: form, then list. Alt+Down: next case.</source>
        <translation>
            <numerusform>%Lnটি কাগজ। Esc: ফরম, তারপর তালিকা। Alt+Down: পরের মামলা।</numerusform>
            <numerusform>%Lnটি কাগজ। Esc: ফরম, তারপর তালিকা। Alt+Down: পরের মামলা।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s). Ctrl+Shift+P shows them beside the form.</source>
        <translation>
            <numerusform>%Lnটি কাগজ। Ctrl+Shift+P চাপলে ফরমের পাশে দেখা যাবে।</numerusform>
            <numerusform>%Lnটি কাগজ। Ctrl+Shift+P চাপলে ফরমের পাশে দেখা যাবে।</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::RowsPane</name>
    <message>
        <source>There is none here.</source>
        <translation>এখানে কিছু নেই।</translation>
    </message>
    <message>
        <source>None yet. Space or Ctrl+Insert adds one, Enter goes on.</source>
        <translation>এখনো নেই। Space বা Ctrl+Insert চাপলে যোগ হয়, Enter এগিয়ে যায়।</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>যোগ</translation>
    </message>
    <message>
        <source>Add to: %1</source>
        <translation>যোগ করুন: %1</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>সরান…</translation>
    </message>
    <message>
        <source>Remove from: %1</source>
        <translation>সরান: %1</translation>
    </message>
    <message>
        <source>Ctrl+Insert</source>
        <translation>Ctrl+Insert</translation>
    </message>
    <message>
        <source>Ctrl+Delete</source>
        <translation>Ctrl+Delete</translation>
    </message>
</context>
<context>
    <name>prohori::SecondEntryAsking</name>
    <message>
        <source>How many: %1</source>
        <translation>কত জন বা কয়টি: %1</translation>
    </message>
    <message>
        <source>Write how many there are on the paper; 0 for none.</source>
        <translation>কাগজে কয়টি আছে লিখুন; না থাকলে ০।</translation>
    </message>
</context>
<context>
    <name>prohori::SecondEntryDialog</name>
    <message>
        <source>Sealed answers are left out; open the names first to verify them too.</source>
        <translation>সিলমোহর করা উত্তর বাদ আছে; সেগুলোও যাচাই করতে আগে নাম খুলুন।</translation>
    </message>
    <message>
        <source>Enter again: %1</source>
        <translation>আবার লিখুন: %1</translation>
    </message>
    <message>
        <source>Go on later</source>
        <translation>পরে করব</translation>
    </message>
    <message>
        <source>Back to typing</source>
        <translation>লেখায় ফিরুন</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>গ্রহণ করুন</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>মিলিয়ে দেখুন</translation>
    </message>
    <message>
        <source>Nothing differs.</source>
        <translation>কোনো অমিল নেই।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln difference(s). 1 takes the first entry, 2 the second, 3 another answer; Enter goes on.</source>
        <translation>
            <numerusform>%Lnটি অমিল। ১ চাপলে প্রথম লেখা, ২ চাপলে দ্বিতীয় লেখা, ৩ চাপলে অন্য উত্তর; Enter পরেরটিতে যায়।</numerusform>
            <numerusform>%Lnটি অমিল। ১ চাপলে প্রথম লেখা, ২ চাপলে দ্বিতীয় লেখা, ৩ চাপলে অন্য উত্তর; Enter পরেরটিতে যায়।</numerusform>
        </translation>
    </message>
    <message>
        <source>Type these answers again from the paper, without looking at the first entry. Enter goes on, also where the paper says nothing; Alt+1 … Alt+4 tell why there is no answer.</source>
        <translation>প্রথম লেখা না দেখে কাগজ থেকে উত্তরগুলো আবার লিখুন। Enter পরেরটিতে যায়, কাগজে কিছু না থাকলেও; কেন উত্তর নেই তা Alt+1 … Alt+4 জানায়।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln difference(s) not settled yet.</source>
        <translation>
            <numerusform>%Lnটি অমিলের মীমাংসা বাকি।</numerusform>
            <numerusform>%Lnটি অমিলের মীমাংসা বাকি।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) not answered again yet.</source>
        <translation>
            <numerusform>%Lnটি প্রশ্নের উত্তর আবার লেখা বাকি।</numerusform>
            <numerusform>%Lnটি প্রশ্নের উত্তর আবার লেখা বাকি।</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prohori::SecondEntrySettling</name>
    <message numerus="yes">
        <source>Both entries agree in all %Ln answer(s).</source>
        <translation>
            <numerusform>দুইবারের লেখায় সব (%Lnটি) উত্তর মিলেছে।</numerusform>
            <numerusform>দুইবারের লেখায় সব (%Lnটি) উত্তর মিলেছে।</numerusform>
        </translation>
    </message>
    <message>
        <source>1 First entry</source>
        <translation>১ প্রথম লেখা</translation>
    </message>
    <message>
        <source>1 Leave it out</source>
        <translation>১ বাদ দিন</translation>
    </message>
    <message>
        <source>1 Keep it</source>
        <translation>১ রাখুন</translation>
    </message>
    <message>
        <source>The first entry does not have it.</source>
        <translation>প্রথমবারের লেখায় এটি নেই।</translation>
    </message>
    <message>
        <source>The first entry has it.</source>
        <translation>প্রথমবারের লেখায় এটি আছে।</translation>
    </message>
    <message>
        <source>2 Second entry</source>
        <translation>২ দ্বিতীয় লেখা</translation>
    </message>
    <message>
        <source>2 Add it</source>
        <translation>২ যোগ করুন</translation>
    </message>
    <message>
        <source>2 Take it away</source>
        <translation>২ সরিয়ে দিন</translation>
    </message>
    <message>
        <source>The second entry has it.</source>
        <translation>দ্বিতীয়বারের লেখায় এটি আছে।</translation>
    </message>
    <message>
        <source>The second entry does not have it.</source>
        <translation>দ্বিতীয়বারের লেখায় এটি নেই।</translation>
    </message>
    <message>
        <source>3 Another answer</source>
        <translation>৩ অন্য উত্তর</translation>
    </message>
    <message>
        <source>Choose &quot;Another answer&quot; first (3).</source>
        <translation>আগে “অন্য উত্তর” বেছে নিন (৩)।</translation>
    </message>
</context>
<context>
    <name>prohori::SectionPane</name>
    <message>
        <source>Nothing is asked here now.</source>
        <translation>এখানে এখন কোনো প্রশ্ন নেই।</translation>
    </message>
</context>
<context>
    <name>prohori::SettingsPage</name>
    <message>
        <source>How the program looks</source>
        <translation>প্রোগ্রামের চেহারা</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>উজ্জ্বল</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>গাঢ়</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>রং</translation>
    </message>
    <message>
        <source>&amp;Text size</source>
        <translation>লেখার আকার</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>ভাষা</translation>
    </message>
    <message>
        <source>This station</source>
        <translation>এই স্টেশন</translation>
    </message>
</context>
<context>
    <name>prohori::StartWindow</name>
    <message>
        <source>Prohori</source>
        <translation>প্রহরী</translation>
    </message>
    <message>
        <source>Register of trafficking and migrant smuggling cases</source>
        <translation>মানব পাচার ও অভিবাসী চোরাচালান মামলার নিবন্ধন</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>দেখান</translation>
    </message>
    <message>
        <source>Who are you?</source>
        <translation>আপনি কে?</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>পাসওয়ার্ড</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>খুলুন</translation>
    </message>
    <message>
        <source>Another person joins this station…</source>
        <translation>আরেকজন এই স্টেশনে যোগ দেবেন…</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>যোগ দিন</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>ফিরুন</translation>
    </message>
    <message>
        <source>Join with the invitation file that your administrator gave you. No line is needed.</source>
        <translation>প্রশাসকের দেওয়া আমন্ত্রণ ফাইল দিয়ে যোগ দিন। ইন্টারনেট সংযোগ প্রয়োজন নেই।</translation>
    </message>
    <message>
        <source>Invitation file</source>
        <translation>আমন্ত্রণ ফাইল</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>বাছুন…</translation>
    </message>
    <message>
        <source>Code of the invitation, if you were told one</source>
        <translation>আমন্ত্রণের কোড, যদি জানানো হয়ে থাকে</translation>
    </message>
    <message>
        <source>A member of this station lets you in:</source>
        <translation>এই স্টেশনের একজন সদস্য আপনাকে নেবেন:</translation>
    </message>
    <message>
        <source>Member of this station</source>
        <translation>এই স্টেশনের সদস্য</translation>
    </message>
    <message>
        <source>The member&apos;s password</source>
        <translation>সদস্যের পাসওয়ার্ড</translation>
    </message>
    <message>
        <source>Your new password</source>
        <translation>আপনার নতুন পাসওয়ার্ড</translation>
    </message>
    <message>
        <source>Suggest four words</source>
        <translation>চারটি শব্দ প্রস্তাব করুন</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>আবার একই পাসওয়ার্ড</translation>
    </message>
    <message>
        <source>The file %1 cannot be read. Choose the invitation file again.</source>
        <translation>%1 ফাইলটি পড়া যায় না। আমন্ত্রণ ফাইল আবার বাছুন।</translation>
    </message>
    <message>
        <source>%1 is no whole invitation file. Ask the administrator for it again.</source>
        <translation>%1 পূর্ণাঙ্গ আমন্ত্রণ ফাইল নয়। প্রশাসকের কাছে আবার চান।</translation>
    </message>
    <message>
        <source>%1, %2, %3 (%4).
Compare these words with the ones on paper or by telephone: %5</source>
        <translation>%1, %2, %3 (%4)।
এই শব্দগুলো কাগজে বা টেলিফোনে পাওয়া শব্দের সঙ্গে মিলিয়ে নিন: %5</translation>
    </message>
    <message>
        <source>real work</source>
        <translation>প্রকৃত কাজ</translation>
    </message>
    <message>
        <source>practice</source>
        <translation>অনুশীলন</translation>
    </message>
    <message>
        <source>Type a new password.</source>
        <translation>নতুন পাসওয়ার্ড লিখুন।</translation>
    </message>
    <message>
        <source>The keys are being made.</source>
        <translation>চাবি তৈরি হচ্ছে।</translation>
    </message>
    <message>
        <source>Choose the invitation file first.</source>
        <translation>আগে আমন্ত্রণ ফাইল বাছুন।</translation>
    </message>
    <message>
        <source>A member of this station has to type the password.</source>
        <translation>এই স্টেশনের একজন সদস্যকে পাসওয়ার্ড লিখতে হবে।</translation>
    </message>
    <message>
        <source>Type the new password twice, the same both times.</source>
        <translation>নতুন পাসওয়ার্ড দুবার একইভাবে লিখুন।</translation>
    </message>
    <message>
        <source>The password is being checked.</source>
        <translation>পাসওয়ার্ড যাচাই হচ্ছে।</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>আপনার পাসওয়ার্ড লিখুন।</translation>
    </message>
    <message>
        <source>At least 15 characters, or four suggested words. Not your name, login or district, no keyboard rows, nothing that many people use. It never runs out.</source>
        <translation>কমপক্ষে ১৫ অক্ষর, অথবা প্রস্তাবিত চারটি শব্দ। নিজের নাম, লগইন বা জেলা নয়, কিবোর্ডের সারি নয়, বহুল ব্যবহৃত কিছু নয়। এর মেয়াদ শেষ হয় না।</translation>
    </message>
    <message>
        <source>This password can be used.</source>
        <translation>এই পাসওয়ার্ড ব্যবহার করা যায়।</translation>
    </message>
    <message>
        <source>Learn these four words, or write them down and keep the paper locked away. They stand in both fields.</source>
        <translation>শব্দ চারটি মুখস্থ করুন, অথবা লিখে কাগজটি তালাবদ্ধ রাখুন। দুটি ঘরেই বসানো আছে।</translation>
    </message>
    <message>
        <source>Checking the password…</source>
        <translation>পাসওয়ার্ড যাচাই হচ্ছে…</translation>
    </message>
    <message>
        <source>Making your keys…</source>
        <translation>আপনার চাবি তৈরি হচ্ছে…</translation>
    </message>
    <message>
        <source>The member&apos;s password is not right. Nobody was added; try again.</source>
        <translation>সদস্যের পাসওয়ার্ড সঠিক নয়। কাউকে যোগ করা হয়নি; আবার চেষ্টা করুন।</translation>
    </message>
</context>
<context>
    <name>prohori::StickDialog</name>
    <message>
        <source>This stick is for somebody else, so it cannot be opened here. Nothing was changed. Give it to whom it was written for.</source>
        <translation>এই পেনড্রাইভ অন্য কারও জন্য, তাই এখানে খোলা যায় না। কিছু বদলায়নি। যাঁর জন্য লেখা, তাঁকে দিন।</translation>
    </message>
    <message>
        <source>The file is damaged: its end is missing or was altered. What was whole before that place is kept. Copy it again, or ask for it to be written again.</source>
        <translation>ফাইলটি নষ্ট: এর শেষ অংশ নেই অথবা বদলানো হয়েছে। তার আগের অক্ষত অংশ রাখা হয়েছে। আবার কপি করুন, অথবা আবার লিখে দিতে বলুন।</translation>
    </message>
    <message>
        <source>The file is damaged, or somebody altered it. Ask for it to be written again.</source>
        <translation>ফাইলটি নষ্ট, অথবা কেউ বদলেছে। আবার লিখে দিতে বলুন।</translation>
    </message>
    <message>
        <source>This file is none of Prohori. Nothing was changed. Choose the file that was written onto the stick.</source>
        <translation>এটি প্রহরীর ফাইল নয়। কিছু বদলায়নি। পেনড্রাইভে যে ফাইল লেখা হয়েছিল সেটি বাছুন।</translation>
    </message>
    <message>
        <source>This file is larger than a stick of Prohori can be. Nothing was changed.</source>
        <translation>ফাইলটি প্রহরীর ফাইলের সর্বোচ্চ আকারের চেয়ে বড়। কিছু বদলায়নি।</translation>
    </message>
    <message>
        <source>This stick was written by a later version of the program. Update the program first; nothing was changed.</source>
        <translation>এই পেনড্রাইভ প্রোগ্রামের পরবর্তী সংস্করণে লেখা। আগে প্রোগ্রাম হালনাগাদ করুন; কিছু বদলায়নি।</translation>
    </message>
    <message>
        <source>This stick comes from another authority; practice and real work never mix. Nothing was changed.</source>
        <translation>এই পেনড্রাইভ অন্য কর্তৃপক্ষের; অনুশীলন ও আসল কাজ কখনো মেশে না। কিছু বদলায়নি।</translation>
    </message>
    <message>
        <source>This stick comes from a server that this station&apos;s authority has not certified. Nothing was changed. Tell the administrator.</source>
        <translation>এই পেনড্রাইভ এমন সার্ভার থেকে এসেছে যাকে এই স্টেশনের কর্তৃপক্ষ সনদ দেয়নি। কিছু বদলায়নি। প্রশাসককে জানান।</translation>
    </message>
    <message>
        <source>Who wrote this stick cannot be proved here. Nothing was changed. Sync first if there is a line, and then read it again.</source>
        <translation>পেনড্রাইভটি কে লিখেছেন তা এখানে প্রমাণ করা যায় না। কিছু বদলায়নি। সংযোগ থাকলে আগে তথ্য বিনিময় করে আবার পড়ুন।</translation>
    </message>
    <message>
        <source>A receipt on this stick cannot be trusted. What it names stays marked as not sent. Tell the administrator.</source>
        <translation>এই পেনড্রাইভের একটি প্রাপ্তিস্বীকার বিশ্বাসযোগ্য নয়। তাতে যা আছে তা “পাঠানো হয়নি” হিসেবেই থাকল। প্রশাসককে জানান।</translation>
    </message>
    <message>
        <source>An earlier stick from the server is missing. Read that one first, or ask the server&apos;s administrator for a new one.</source>
        <translation>সার্ভারের আগের একটি পেনড্রাইভ বাকি আছে। আগে সেটি পড়ুন, অথবা সার্ভারের প্রশাসকের কাছে নতুন একটি চান।</translation>
    </message>
    <message>
        <source>There are cases on this stick that belong to another district. Nothing was changed; they have to be moved first.</source>
        <translation>এই পেনড্রাইভে অন্য জেলার মামলা আছে। কিছু বদলায়নি; আগে সেগুলো স্থানান্তর করতে হবে।</translation>
    </message>
    <message>
        <source>This person&apos;s right has ended: nothing is written for him. Choose somebody else.</source>
        <translation>এই ব্যক্তির অধিকার শেষ হয়েছে: তাঁর জন্য কিছু লেখা হয় না। অন্য কাউকে বাছুন।</translation>
    </message>
    <message>
        <source>Everything here is at the Ministry&apos;s server already: there is nothing to carry.</source>
        <translation>এখানকার সবই মন্ত্রণালয়ের সার্ভারে আছে: বহন করার কিছু নেই।</translation>
    </message>
    <message>
        <source>This folder is not there: is the stick in?</source>
        <translation>ফোল্ডারটি নেই: পেনড্রাইভ কি লাগানো আছে?</translation>
    </message>
    <message>
        <source>This file is not there: is the stick in?</source>
        <translation>ফাইলটি নেই: পেনড্রাইভ কি লাগানো আছে?</translation>
    </message>
    <message>
        <source>The stick cannot be written to: it is full, protected, or was pulled out. Nothing readable is left on it.</source>
        <translation>পেনড্রাইভে লেখা যায় না: এটি পূর্ণ, সুরক্ষিত, অথবা খুলে ফেলা হয়েছে। পড়া যায় এমন কিছু তাতে থাকেনি।</translation>
    </message>
    <message>
        <source>The stick cannot be read: put it in again.</source>
        <translation>পেনড্রাইভ পড়া যায় না: আবার লাগান।</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>লিখুন (&amp;W)</translation>
    </message>
    <message>
        <source>Write a stick</source>
        <translation>পেনড্রাইভে লেখা</translation>
    </message>
    <message>
        <source>&amp;For whom</source>
        <translation>কার জন্য (&amp;F)</translation>
    </message>
    <message>
        <source>F&amp;older on the stick</source>
        <translation>পেনড্রাইভের ফোল্ডার (&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>বাছুন… (&amp;C)</translation>
    </message>
    <message>
        <source>The Ministry&apos;s server</source>
        <translation>মন্ত্রণালয়ের সার্ভার</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Folder on the stick</source>
        <translation>পেনড্রাইভের ফোল্ডার</translation>
    </message>
    <message numerus="yes">
        <source>Everything that the server lacks goes onto it: %Ln change(s), and what is asked of the server. Only the server can open it.</source>
        <translation>
            <numerusform>সার্ভারে যা নেই তার সবই এতে যাবে: %Lnটি পরিবর্তন, এবং সার্ভারের কাছে যা চাওয়ার। শুধু সার্ভারই এটি খুলতে পারে।</numerusform>
            <numerusform>সার্ভারে যা নেই তার সবই এতে যাবে: %Lnটি পরিবর্তন, এবং সার্ভারের কাছে যা চাওয়ার। শুধু সার্ভারই এটি খুলতে পারে।</numerusform>
        </translation>
    </message>
    <message>
        <source>The cases with changes that are not sent go onto it, with their whole history. Only %1 can open it, and brings them to the server with the next sync.</source>
        <translation>যেসব মামলার পরিবর্তন পাঠানো হয়নি সেগুলো পূর্ণ ইতিহাসসহ এতে যাবে। শুধু %1 এটি খুলতে পারবেন, এবং পরের তথ্য বিনিময়ে সার্ভারে পৌঁছে দেবেন।</translation>
    </message>
    <message>
        <source>This station knows nobody yet to whom a stick could go.</source>
        <translation>পেনড্রাইভ পাঠানো যায় এমন কাউকে এই স্টেশন এখনো চেনে না।</translation>
    </message>
    <message>
        <source>Choose the folder of the stick.</source>
        <translation>পেনড্রাইভের ফোল্ডার বাছুন।</translation>
    </message>
    <message>
        <source>This folder cannot be written to.</source>
        <translation>এই ফোল্ডারে লেখা যায় না।</translation>
    </message>
    <message>
        <source>Reading this stick was stopped: it asks for more than a stick needs, so it is damaged or made to do harm. Nothing was changed. Ask for it to be written again.</source>
        <translation>এই পেনড্রাইভ পড়া বন্ধ করা হয়েছে: এটি প্রয়োজনের চেয়ে বেশি কিছু দাবি করছে, তাই এটি নষ্ট অথবা ক্ষতির উদ্দেশ্যে তৈরি। কিছুই পরিবর্তিত হয়নি। এটি আবার লিখে দিতে বলুন।</translation>
    </message>
    <message>
        <source>Sticks cannot be read safely here: a part of the program is missing. Nothing was changed. Install the program again.</source>
        <translation>এখানে পেনড্রাইভ নিরাপদে পড়া যাচ্ছে না: প্রোগ্রামের একটি অংশ নেই। কিছুই পরিবর্তিত হয়নি। প্রোগ্রামটি আবার ইনস্টল করুন।</translation>
    </message>
</context>
<context>
    <name>prohori::SyncPage</name>
    <message>
        <source>Sync with the Ministry</source>
        <translation>মন্ত্রণালয়ের সঙ্গে তথ্য বিনিময়</translation>
    </message>
    <message>
        <source>Result of the sync, a line per case</source>
        <translation>তথ্য বিনিময়ের ফল, প্রতি মামলায় এক লাইন</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>মামলা</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>যা ঘটেছে</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>করণীয়</translation>
    </message>
    <message>
        <source>A sync is running.</source>
        <translation>তথ্য বিনিময় চলছে।</translation>
    </message>
    <message>
        <source>No sync is running.</source>
        <translation>কোনো তথ্য বিনিময় চলছে না।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>%Lnটি পরিবর্তন</numerusform>
            <numerusform>%Lnটি পরিবর্তন</numerusform>
        </translation>
    </message>
    <message>
        <source>There was no sync yet.</source>
        <translation>এখনো তথ্য বিনিময় হয়নি।</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>পাঠানো হচ্ছে</translation>
    </message>
    <message>
        <source>Taking in</source>
        <translation>গ্রহণ করা হচ্ছে</translation>
    </message>
    <message>
        <source>Waiting for the server</source>
        <translation>সার্ভারের অপেক্ষা</translation>
    </message>
    <message>
        <source>Done: %1 sent, %2 received, %3 held back.</source>
        <translation>সম্পন্ন: %1টি পাঠানো, %2টি প্রাপ্ত, %3টি আটকে রাখা।</translation>
    </message>
    <message>
        <source>Sync &amp;now (F5)</source>
        <translation>এখনই বিনিময় (F5) (&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Stop (Esc)</source>
        <translation>থামান (Esc) (&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Write a stick…</source>
        <translation>পেনড্রাইভে লিখুন… (&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Read a stick…</source>
        <translation>পেনড্রাইভ থেকে পড়ুন… (&amp;R)</translation>
    </message>
    <message>
        <source>Sync by &amp;itself when there is a line</source>
        <translation>সংযোগ থাকলে নিজে থেকেই বিনিময় করুক (&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Open the case</source>
        <translation>মামলা খুলুন (&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>মুদ্রণ… (&amp;P)</translation>
    </message>
    <message>
        <source>How much is sent</source>
        <translation>কতটা পাঠানো হয়েছে</translation>
    </message>
    <message>
        <source>Receip&amp;t</source>
        <translation>প্রাপ্তিস্বীকার (&amp;T)</translation>
    </message>
    <message>
        <source>The last receipts, newest first</source>
        <translation>সাম্প্রতিক প্রাপ্তিস্বীকার, নতুনটি আগে</translation>
    </message>
    <message>
        <source>To send: nothing waits.</source>
        <translation>পাঠানোর জন্য: কিছু অপেক্ষায় নেই।</translation>
    </message>
    <message>
        <source>To send: %1 of %2, %3.</source>
        <translation>পাঠানোর জন্য: %2-এর %1, %3।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s)</source>
        <translation>
            <numerusform>%Lnটি মামলা</numerusform>
            <numerusform>%Lnটি মামলা</numerusform>
        </translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>প্রায় %1</translation>
    </message>
    <message>
        <source>Time for sending: about %1, as the line was last.</source>
        <translation>পাঠাতে সময়: সংযোগের শেষ গতিতে প্রায় %1।</translation>
    </message>
    <message>
        <source>Time: not known; this line was not measured yet.</source>
        <translation>সময়: জানা নেই; এই সংযোগের গতি এখনো মাপা হয়নি।</translation>
    </message>
    <message>
        <source>a new case</source>
        <translation>একটি নতুন মামলা</translation>
    </message>
    <message>
        <source>Typed and not saved: %1. It is not sent, and may meet what others wrote: save it first.</source>
        <translation>লেখা হয়েছে কিন্তু সংরক্ষিত নয়: %1। এটি পাঠানো হবে না এবং অন্যের লেখার সঙ্গে মিলতে পারে: আগে সংরক্ষণ করুন।</translation>
    </message>
    <message>
        <source>The program tries the line by itself, next at about %1.</source>
        <translation>প্রোগ্রাম নিজে থেকেই সংযোগের চেষ্টা করে, পরেরবার আনুমানিক %1-এ।</translation>
    </message>
    <message>
        <source>To receive: not known before the line is up.</source>
        <translation>গ্রহণের জন্য: সংযোগ হওয়ার আগে জানা যায় না।</translation>
    </message>
    <message>
        <source>The last sync, %1, brought %2 in %3.</source>
        <translation>শেষ তথ্য বিনিময়ে (%1) %2 এসেছে, %3।</translation>
    </message>
    <message>
        <source>%1: %2 sent, %3 received; %4 not sent yet.</source>
        <translation>%1: %2 পাঠানো, %3 প্রাপ্ত; %4 এখনো পাঠানো হয়নি।</translation>
    </message>
    <message>
        <source>Sending takes about %1 more.</source>
        <translation>পাঠাতে আর প্রায় %1 লাগবে।</translation>
    </message>
    <message>
        <source>Stop ends it within a second; what has arrived by then is kept, and the next sync goes on from there.</source>
        <translation>“থামান” চাপলে এক সেকেন্ডেই থামে; ততক্ষণে যা এসেছে তা থাকে, পরের তথ্য বিনিময় সেখান থেকেই চলে।</translation>
    </message>
    <message>
        <source>Before that: %1 sent, %2 received.</source>
        <translation>তার আগে: %1টি পাঠানো, %2টি প্রাপ্ত।</translation>
    </message>
    <message>
        <source>There is no receipt yet: sync first.</source>
        <translation>এখনো কোনো প্রাপ্তিস্বীকার নেই: আগে তথ্য বিনিময় করুন।</translation>
    </message>
    <message>
        <source>No case is chosen in the receipt.</source>
        <translation>প্রাপ্তিস্বীকারে কোনো মামলা বাছাই করা নেই।</translation>
    </message>
    <message>
        <source>Write the receipt as PDF</source>
        <translation>প্রাপ্তিস্বীকার পিডিএফ হিসেবে লিখুন</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDF ফাইল (*.pdf)</translation>
    </message>
    <message numerus="yes">
        <source>The receipt is in %1 (%Ln page(s)).</source>
        <translation>
            <numerusform>প্রাপ্তিস্বীকার %1 ফাইলে আছে (%Ln পৃষ্ঠা)।</numerusform>
            <numerusform>প্রাপ্তিস্বীকার %1 ফাইলে আছে (%Ln পৃষ্ঠা)।</numerusform>
        </translation>
    </message>
    <message>
        <source>Written for %1: %2 of %3, %4, in %5.</source>
        <translation>%1-এর জন্য লেখা হয়েছে: %3-এর %2, %4, ফাইল %5।</translation>
    </message>
    <message>
        <source>the Ministry&apos;s server</source>
        <translation>মন্ত্রণালয়ের সার্ভার</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) stay marked as not sent until the server&apos;s receipt comes back, on a stick or by the line.</source>
        <translation>
            <numerusform>সার্ভারের প্রাপ্তিস্বীকার পেনড্রাইভে বা সংযোগে ফিরে না আসা পর্যন্ত %Lnটি পরিবর্তন “পাঠানো হয়নি” হিসেবেই থাকবে।</numerusform>
            <numerusform>সার্ভারের প্রাপ্তিস্বীকার পেনড্রাইভে বা সংযোগে ফিরে না আসা পর্যন্ত %Lnটি পরিবর্তন “পাঠানো হয়নি” হিসেবেই থাকবে।</numerusform>
        </translation>
    </message>
    <message>
        <source>Read a stick</source>
        <translation>পেনড্রাইভ থেকে পড়া</translation>
    </message>
    <message>
        <source>Sticks of Prohori (*.bundle)</source>
        <translation>প্রহরীর ফাইল (*.bundle)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>সব ফাইল (*)</translation>
    </message>
    <message>
        <source>The stick of %1, written %2, changed nothing: everything on it is here already. It is an old one, or was read before.</source>
        <translation>%1-এর পেনড্রাইভে (লেখা %2) নতুন কিছু নেই: এর সবই এখানে আগে থেকে আছে। এটি পুরোনো, অথবা আগেই পড়া হয়েছে।</translation>
    </message>
    <message>
        <source>Read from %1, written %2: %3 received, %4 of this station confirmed by the server, %5 held back.</source>
        <translation>%1-এর পেনড্রাইভ (লেখা %2) পড়া হয়েছে: %3টি প্রাপ্ত, এই স্টেশনের %4টি সার্ভার নিশ্চিত করেছে, %5টি আটকে রাখা।</translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s) of these or earlier cases are on it.</source>
        <translation>
            <numerusform>এই বা আগের মামলার %Lnটি কাগজ এতে আছে।</numerusform>
            <numerusform>এই বা আগের মামলার %Lnটি কাগজ এতে আছে।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s) found no room on it, or are damaged here: they go by the line, or on the next stick.</source>
        <translation>
            <numerusform>%Lnটি কাগজের জায়গা এতে হয়নি, অথবা এই কম্পিউটারে নষ্ট হয়ে গেছে: সেগুলো সংযোগে বা পরের পেনড্রাইভে যাবে।</numerusform>
            <numerusform>%Lnটি কাগজের জায়গা এতে হয়নি, অথবা এই কম্পিউটারে নষ্ট হয়ে গেছে: সেগুলো সংযোগে বা পরের পেনড্রাইভে যাবে।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s) came with it.</source>
        <translation>
            <numerusform>এর সঙ্গে %Lnটি কাগজ এসেছে।</numerusform>
            <numerusform>এর সঙ্গে %Lnটি কাগজ এসেছে।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s) of this station are at headquarters now.</source>
        <translation>
            <numerusform>এই স্টেশনের %Lnটি কাগজ এখন সদর দপ্তরে আছে।</numerusform>
            <numerusform>এই স্টেশনের %Lnটি কাগজ এখন সদর দপ্তরে আছে।</numerusform>
        </translation>
    </message>
    <message>
        <source>A sync was running, so nothing was written to the stick. Write it again when the sync has ended.</source>
        <translation>তথ্য বিনিময় চলছিল, তাই পেনড্রাইভে কিছুই লেখা হয়নি। বিনিময় শেষ হলে আবার লিখুন।</translation>
    </message>
    <message>
        <source>A sync was running, so the stick was not read. Read it again when the sync has ended.</source>
        <translation>তথ্য বিনিময় চলছিল, তাই পেনড্রাইভটি পড়া হয়নি। বিনিময় শেষ হলে আবার পড়ুন।</translation>
    </message>
</context>
<context>
    <name>prohori::SyncStatusBar</name>
    <message>
        <source>Last safe: %1</source>
        <translation>শেষ নিরাপদ: %1</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>এখনো নেই</translation>
    </message>
    <message>
        <source>Not sent: %1 · At the server: %2 · Safe: %3</source>
        <translation>পাঠানো হয়নি: %1 · সার্ভারে: %2 · নিরাপদ: %3</translation>
    </message>
    <message>
        <source>Safe: the server keeps them, and in a backup that was checked.</source>
        <translation>নিরাপদ: সার্ভারে আছে এবং যাচাই করা ব্যাকআপেও আছে।</translation>
    </message>
    <message>
        <source>Safe means in a checked backup of the server, and the server has told of none yet.</source>
        <translation>নিরাপদ মানে সার্ভারের যাচাই করা ব্যাকআপে থাকা; সার্ভার এখনো এমন কোনো ব্যাকআপের কথা জানায়নি।</translation>
    </message>
    <message>
        <source>Not sent: only on this computer. At the server: it has given its signed receipt.</source>
        <translation>পাঠানো হয়নি: শুধু এই কম্পিউটারে। সার্ভারে: সার্ভার স্বাক্ষরিত প্রাপ্তিস্বীকার দিয়েছে।</translation>
    </message>
</context>
<context>
    <name>prohori::TaskModel</name>
    <message>
        <source>Tribunal inquiry ends</source>
        <translation>ট্রাইব্যুনালের অনুসন্ধানের শেষ দিন</translation>
    </message>
    <message>
        <source>Investigation ends</source>
        <translation>তদন্তের শেষ দিন</translation>
    </message>
    <message>
        <source>Last day to ask for more time</source>
        <translation>সময় বাড়ানোর আবেদনের শেষ দিন</translation>
    </message>
    <message>
        <source>Report on the search</source>
        <translation>তল্লাশির প্রতিবেদন</translation>
    </message>
    <message>
        <source>Time for the trial ends</source>
        <translation>বিচারের নির্ধারিত সময় শেষ</translation>
    </message>
    <message>
        <source>Explanation to the High Court Division</source>
        <translation>হাইকোর্ট বিভাগে ব্যাখ্যা</translation>
    </message>
    <message>
        <source>Order to the absent accused</source>
        <translation>অনুপস্থিত আসামির প্রতি আদেশ</translation>
    </message>
    <message>
        <source>Last day for an appeal</source>
        <translation>আপিলের শেষ দিন</translation>
    </message>
    <message>
        <source>Travel ban ends</source>
        <translation>বিদেশযাত্রার নিষেধাজ্ঞা শেষ</translation>
    </message>
    <message>
        <source>Six-monthly shelter report</source>
        <translation>আশ্রয়কেন্দ্রের ষাণ্মাসিক প্রতিবেদন</translation>
    </message>
    <message>
        <source>Tell the victim the progress</source>
        <translation>ভুক্তভোগীকে অগ্রগতি জানান</translation>
    </message>
    <message>
        <source>Refer the identified person</source>
        <translation>চিহ্নিত ব্যক্তিকে সেবায় প্রেরণ করুন</translation>
    </message>
    <message>
        <source>Update after the arrest</source>
        <translation>গ্রেপ্তারের পর হালনাগাদ করুন</translation>
    </message>
    <message>
        <source>Update after the charge sheet</source>
        <translation>অভিযোগপত্রের পর হালনাগাদ করুন</translation>
    </message>
    <message>
        <source>Update after the charge was framed</source>
        <translation>অভিযোগ গঠনের পর হালনাগাদ করুন</translation>
    </message>
    <message>
        <source>Update after the judgment</source>
        <translation>রায়ের পর হালনাগাদ করুন</translation>
    </message>
    <message>
        <source>%1 offers you this case</source>
        <translation>%1 আপনাকে এই মামলার দায়িত্ব দিতে চান</translation>
    </message>
    <message>
        <source>Returned: answer and submit again</source>
        <translation>ফেরত এসেছে: উত্তর দিয়ে আবার দাখিল করুন</translation>
    </message>
    <message>
        <source>The Ministry asks: answer and submit again</source>
        <translation>মন্ত্রণালয় জানতে চায়: উত্তর দিয়ে আবার দাখিল করুন</translation>
    </message>
    <message>
        <source>Answer a question</source>
        <translation>একটি প্রশ্নের উত্তর দিন</translation>
    </message>
    <message>
        <source>Settle a conflict</source>
        <translation>একটি দ্বন্দ্ব মেটান</translation>
    </message>
    <message>
        <source>Reopened: correct and submit</source>
        <translation>আবার খোলা হয়েছে: সংশোধন করে দাখিল করুন</translation>
    </message>
    <message>
        <source>Submit the draft</source>
        <translation>খসড়া দাখিল করুন</translation>
    </message>
    <message>
        <source>Review and decide</source>
        <translation>পর্যালোচনা করে সিদ্ধান্ত দিন</translation>
    </message>
    <message>
        <source>Changed since approval: look again</source>
        <translation>অনুমোদনের পর বদলেছে: আবার দেখুন</translation>
    </message>
    <message>
        <source>Look at the later facts</source>
        <translation>পরে আসা তথ্য দেখুন</translation>
    </message>
    <message>
        <source>Check for the Ministry</source>
        <translation>মন্ত্রণালয়ের পক্ষে যাচাই করুন</translation>
    </message>
    <message>
        <source>held by %1</source>
        <translation>দায়িত্বে %1</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>%1 পর্যন্ত</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1 থেকে</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>করণীয়</translation>
    </message>
    <message>
        <source>Days left</source>
        <translation>বাকি দিন</translation>
    </message>
    <message>
        <source>Offered by %1: %2</source>
        <translation>%1 জেলার প্রস্তাব: %2</translation>
    </message>
    <message>
        <source>%1 does not take it: %2</source>
        <translation>%1 জেলা গ্রহণ করছে না: %2</translation>
    </message>
    <message>
        <source>open it, and accept it into your district or decline it</source>
        <translation>খুলুন, এবং আপনার জেলায় গ্রহণ করুন বা প্রত্যাখ্যান করুন</translation>
    </message>
    <message>
        <source>open it to go on with it</source>
        <translation>কাজ চালিয়ে যেতে খুলুন</translation>
    </message>
</context>
<context>
    <name>prohori::TextEditor</name>
    <message>
        <source>day/month/year</source>
        <translation>দিন/মাস/বছর</translation>
    </message>
    <message>
        <source>day/month/year, month/year or year</source>
        <translation>দিন/মাস/বছর, মাস/বছর বা বছর</translation>
    </message>
    <message>
        <source>year</source>
        <translation>বছর</translation>
    </message>
    <message>
        <source>month/year</source>
        <translation>মাস/বছর</translation>
    </message>
</context>
<context>
    <name>prohori::UpgradeDialog</name>
    <message>
        <source>Change %1 to the new version of the form?</source>
        <translation>%1 ফরমের নতুন সংস্করণে নেবেন?</translation>
    </message>
    <message>
        <source>From the version of %1 to that of %2. No answer is lost, and the earlier answers stay in the history.</source>
        <translation>%1 তারিখের সংস্করণ থেকে %2 তারিখের সংস্করণে। কোনো উত্তর হারাবে না; আগের উত্তরগুলো ইতিহাসে থাকবে।</translation>
    </message>
    <message>
        <source>What the change does</source>
        <translation>পরিবর্তনে যা হবে</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>এখন নয়</translation>
    </message>
    <message>
        <source>Upgrade</source>
        <translation>নতুন সংস্করণে নিন</translation>
    </message>
    <message>
        <source>What the new version asks or finds: %1</source>
        <translation>নতুন সংস্করণ যা চায় বা যে ত্রুটি পায়: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Answers that are replaced: %1</source>
        <translation>যেসব উত্তর বদলে যাবে: %1</translation>
    </message>
    <message>
        <source>%1: %2 becomes %3</source>
        <translation>%1: %2-এর বদলে %3</translation>
    </message>
    <message>
        <source>Answers that go with their question: %1</source>
        <translation>যেসব উত্তর প্রশ্নের সঙ্গে সরবে: %1</translation>
    </message>
    <message>
        <source>%1 is called “%2” now</source>
        <translation>%1-এর নাম এখন “%2”</translation>
    </message>
    <message>
        <source>%1 (now in “%2”)</source>
        <translation>%1 (এখন “%2” অংশে)</translation>
    </message>
    <message>
        <source>Answers whose question is gone; they stay in the case: %1</source>
        <translation>যেসব উত্তরের প্রশ্ন আর নেই, তবে মামলায় থাকবে: %1</translation>
    </message>
    <message>
        <source>All answers stay as they are, and nothing new is asked of them.</source>
        <translation>সব উত্তর যেমন আছে তেমনই থাকবে; নতুন কিছু চাওয়া হবে না।</translation>
    </message>
    <message>
        <source>What the new version cannot take over here: %1</source>
        <translation>নতুন সংস্করণ এখানে যা নিতে পারে না: %1</translation>
    </message>
    <message>
        <source>it needs an answer that is sealed and that you cannot read; all stays as it is</source>
        <translation>এর জন্য এমন একটি সিলমোহরকৃত উত্তর দরকার, যা আপনি পড়তে পারেন না; সব যেমন আছে তেমনই থাকবে</translation>
    </message>
    <message>
        <source>this answer is never changed; it stays as it is</source>
        <translation>এই উত্তর কখনো বদলানো হয় না; যেমন আছে তেমনই থাকবে</translation>
    </message>
    <message>
        <source>the earlier answers do not give it; it stays open</source>
        <translation>আগের উত্তরগুলো থেকে এটি পাওয়া যায় না; ফাঁকা থাকবে</translation>
    </message>
    <message>
        <source>Entries that are added for answers: %1</source>
        <translation>উত্তর রাখার জন্য যেসব ভুক্তি যোগ হবে: %1</translation>
    </message>
    <message>
        <source>Answers that are worked out: %1</source>
        <translation>যেসব উত্তর হিসাব করে বসানো হবে: %1</translation>
    </message>
</context>
</TS>
