// Owns reading what people write in Slack: mrkdwn as it arrives into the plain text they typed. Pure and total; the result is never longer.
// Must not touch what people type themselves (stars, fences, quotes): the grader reads it as it is.
#pragma once

#include <string>
#include <string_view>

namespace adapters::slack {

// <@U1|al> is "@al", <#C1|go> "#go", <!here> "@here", a link its label or address; &lt; &gt; &amp; are one character each.
std::string plain_text(std::string_view mrkdwn);

// Whether a person (or bot user) is mentioned anywhere; nobody is for "".
bool mentions(std::string_view mrkdwn, std::string_view user);

// Without the mentions of user at both ends and a ',' or ':' behind the first ones; still mrkdwn, trimmed. *leading says whether one stood in front.
std::string_view without_mentions(std::string_view mrkdwn, std::string_view user, bool* leading = nullptr);

}  // namespace adapters::slack
