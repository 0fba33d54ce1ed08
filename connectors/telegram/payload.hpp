#pragma once
// What of the Bot API's objects we read (https://core.telegram.org/bots/api#available-types), named as there. Whatever else
// they hold is passed over. Ids of users and chats have up to 52 bits; times are seconds of UTC.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/json/value.hpp>

namespace telegram::payload {

struct User {
  std::int64_t id = 0;
  std::optional<bool> is_bot;
  std::string first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> username;
  std::optional<std::string> language_code;
};
BOOST_DESCRIBE_STRUCT(User, (), (id, is_bot, first_name, last_name, username, language_code))

struct Chat {
  std::int64_t id = 0;
  std::string type;  // private, group, supergroup, channel
  std::optional<std::string> title;
  std::optional<std::string> username;
};
BOOST_DESCRIBE_STRUCT(Chat, (), (id, type, title, username))

// Every kind of file has these; a photo is a list of them, the largest last.
struct File {
  std::string file_id;
  std::optional<std::int64_t> file_size;
  std::optional<std::string> file_name;
  std::optional<std::string> mime_type;
};
BOOST_DESCRIBE_STRUCT(File, (), (file_id, file_size, file_name, mime_type))

struct Sticker {
  std::string file_id;
  std::optional<std::int64_t> file_size;
  std::optional<std::string> emoji;
  std::optional<bool> is_animated;
  std::optional<bool> is_video;
};
BOOST_DESCRIBE_STRUCT(Sticker, (), (file_id, file_size, emoji, is_animated, is_video))

struct Location {
  double latitude = 0;
  double longitude = 0;
};
BOOST_DESCRIBE_STRUCT(Location, (), (latitude, longitude))

struct Venue {
  Location location;
  std::string title;
  std::string address;
};
BOOST_DESCRIBE_STRUCT(Venue, (), (location, title, address))

struct Contact {
  std::string phone_number;
  std::string first_name;
  std::optional<std::string> last_name;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (phone_number, first_name, last_name))

struct Dice {
  std::string emoji;
  std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(Dice, (), (emoji, value))

struct PollOption {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(PollOption, (), (text))

struct Poll {
  std::string question;
  std::vector<PollOption> options;
};
BOOST_DESCRIBE_STRUCT(Poll, (), (question, options))

struct Button {
  std::string text;
  std::optional<std::string> callback_data;
};
BOOST_DESCRIBE_STRUCT(Button, (), (text, callback_data))

struct Keyboard {
  std::vector<std::vector<Button>> inline_keyboard;
};
BOOST_DESCRIBE_STRUCT(Keyboard, (), (inline_keyboard))

// The message that another one answers.
struct Parent {
  std::int64_t message_id = 0;
  Chat chat;
  std::optional<boost::json::value> forum_topic_created;  // The beginning of a topic: no word of anybody.
};
BOOST_DESCRIBE_STRUCT(Parent, (), (message_id, chat, forum_topic_created))

struct Message {
  std::int64_t message_id = 0;
  std::int64_t date = 0;
  Chat chat;
  std::optional<User> from;
  std::optional<Chat> sender_chat;  // Who speaks as a chat: a channel, or a group's nameless administrator.
  std::optional<std::int64_t> edit_date;
  std::optional<std::int64_t> message_thread_id;
  std::optional<bool> is_topic_message;
  std::optional<bool> is_automatic_forward;  // A channel's post as the root of its comments.
  std::optional<Parent> reply_to_message;
  std::optional<std::string> text;
  std::optional<std::string> caption;
  std::optional<std::vector<File>> photo;
  std::optional<File> document;
  std::optional<File> animation;
  std::optional<File> video;
  std::optional<File> video_note;
  std::optional<File> audio;
  std::optional<File> voice;
  std::optional<Sticker> sticker;
  std::optional<Location> location;
  std::optional<Venue> venue;
  std::optional<Contact> contact;
  std::optional<Dice> dice;
  std::optional<Poll> poll;
  std::optional<Keyboard> reply_markup;
  // Said, and not to be shown here.
  std::optional<boost::json::value> story;
  std::optional<boost::json::value> game;
  std::optional<boost::json::value> invoice;
  std::optional<boost::json::value> checklist;
  std::optional<boost::json::value> paid_media;
  std::optional<boost::json::value> giveaway;
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (message_id, date, chat, from, sender_chat, edit_date, message_thread_id, is_topic_message,
                       is_automatic_forward, reply_to_message, text, caption, photo, document, animation, video, video_note,
                       audio, voice, sticker, location, venue, contact, dice, poll, reply_markup, story, game, invoice,
                       checklist, paid_media, giveaway))

struct Member {
  std::string status;  // creator, administrator, member, restricted, left, kicked
  std::optional<User> user;
  std::optional<bool> is_member;  // Of somebody restricted.
};
BOOST_DESCRIBE_STRUCT(Member, (), (status, user, is_member))

struct MemberChange {
  Chat chat;
  User from;
  std::int64_t date = 0;
  Member old_chat_member;
  Member new_chat_member;
};
BOOST_DESCRIBE_STRUCT(MemberChange, (), (chat, from, date, old_chat_member, new_chat_member))

struct Reaction {
  std::string type;  // emoji, custom_emoji, paid
  std::optional<std::string> emoji;
};
BOOST_DESCRIBE_STRUCT(Reaction, (), (type, emoji))

struct ReactionChange {
  Chat chat;
  std::int64_t message_id = 0;
  std::int64_t date = 0;
  std::optional<User> user;
  std::optional<Chat> actor_chat;
  std::vector<Reaction> old_reaction;
  std::vector<Reaction> new_reaction;
};
BOOST_DESCRIBE_STRUCT(ReactionChange, (), (chat, message_id, date, user, actor_chat, old_reaction, new_reaction))

struct Press {
  std::string id;
  User from;
  std::optional<Message> message;  // Its date is 0 where it is too old to be shown.
  std::optional<std::string> data;
};
BOOST_DESCRIBE_STRUCT(Press, (), (id, from, message, data))

struct Update {
  std::int64_t update_id = 0;
  std::optional<Message> message;
  std::optional<Message> edited_message;
  std::optional<Message> channel_post;
  std::optional<Message> edited_channel_post;
  std::optional<MemberChange> my_chat_member;
  std::optional<MemberChange> chat_member;
  std::optional<ReactionChange> message_reaction;
  std::optional<Press> callback_query;
};
BOOST_DESCRIBE_STRUCT(Update, (),
                      (update_id, message, edited_message, channel_post, edited_channel_post, my_chat_member, chat_member,
                       message_reaction, callback_query))

}  // namespace telegram::payload
