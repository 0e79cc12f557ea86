/** Slack's names of the emoji that are common in work talk. Unknown names stay as text, as `:name:`. */

const LIST = `
+1=👍 -1=👎 thumbsup=👍 thumbsdown=👎 wave=👋 clap=👏 raised_hands=🙌 pray=🙏 muscle=💪 ok_hand=👌 point_right=👉 point_left=👈 point_up=☝️ point_down=👇 handshake=🤝 eyes=👀
smile=😄 smiley=😃 grinning=😀 blush=😊 slightly_smiling_face=🙂 wink=😉 joy=😂 laughing=😆 sweat_smile=😅 thinking_face=🤔 neutral_face=😐 disappointed=😞 cry=😢 sob=😭 tired_face=😫 sleeping=😴 sunglasses=😎 heart_eyes=😍 scream=😱 rage=😡 hugging_face=🤗 partying_face=🥳 zany_face=🤪 shushing_face=🤫 face_with_thermometer=🤒 exploding_head=🤯 slightly_frowning_face=🙁 grimacing=😬 relieved=😌
heart=❤️ green_heart=💚 blue_heart=💙 yellow_heart=💛 purple_heart=💜 broken_heart=💔 sparkles=✨ star=⭐ star2=🌟 fire=🔥 zap=⚡ boom=💥 100=💯 tada=🎉 confetti_ball=🎊 gift=🎁 trophy=🏆 medal=🏅 crown=👑 gem=💎 balloon=🎈
white_check_mark=✅ heavy_check_mark=✔️ ballot_box_with_check=☑️ x=❌ negative_squared_cross_mark=❎ heavy_multiplication_x=✖️ warning=⚠️ no_entry=⛔ no_entry_sign=🚫 octagonal_sign=🛑 exclamation=❗ question=❓ grey_question=❔ bangbang=‼️ information_source=ℹ️ heavy_plus_sign=➕ heavy_minus_sign=➖
red_circle=🔴 large_orange_circle=🟠 large_yellow_circle=🟡 large_green_circle=🟢 large_blue_circle=🔵 large_purple_circle=🟣 black_circle=⚫ white_circle=⚪ large_brown_circle=🟤 red_square=🟥 large_green_square=🟩 large_yellow_square=🟨 white_large_square=⬜ black_large_square=⬛ small_blue_diamond=🔹 small_orange_diamond=🔸
arrow_right=➡️ arrow_left=⬅️ arrow_up=⬆️ arrow_down=⬇️ arrow_upper_right=↗️ arrow_lower_right=↘️ arrows_counterclockwise=🔄 repeat=🔁 leftwards_arrow_with_hook=↩️ arrow_right_hook=↪️ back=🔙 soon=🔜 chart_with_upwards_trend=📈 chart_with_downwards_trend=📉 bar_chart=📊
calendar=📆 date=📅 spiral_calendar_pad=🗓️ clock1=🕐 clock10=🕙 alarm_clock=⏰ stopwatch=⏱️ timer_clock=⏲️ hourglass=⌛ hourglass_flowing_sand=⏳ watch=⌚
memo=📝 pencil=📝 pencil2=✏️ clipboard=📋 page_facing_up=📄 pushpin=📌 round_pushpin=📍 paperclip=📎 link=🔗 lock=🔒 unlock=🔓 key=🔑 closed_lock_with_key=🔐 mag=🔍 bulb=💡 bell=🔔 no_bell=🔕 loudspeaker=📢 mega=📣 email=📧 envelope=✉️ inbox_tray=📥 outbox_tray=📤 package=📦 label=🏷️ bookmark=🔖 books=📚 book=📖 blue_book=📘 file_folder=📁 open_file_folder=📂 card_index_dividers=🗂️ ballot_box_with_ballot=🗳️ wastebasket=🗑️ speech_balloon=💬 thought_balloon=💭 mailbox=📫
rocket=🚀 ship=🚢 airplane=✈️ car=🚗 train=🚆 construction=🚧 rotating_light=🚨 traffic_light=🚥 vertical_traffic_light=🚦 triangular_flag_on_post=🚩 checkered_flag=🏁 white_flag=🏳️ world_map=🗺️ compass=🧭 house=🏠 office=🏢 hospital=🏥 beach_with_umbrella=🏖️ palm_tree=🌴 desert_island=🏝️ sunny=☀️ partly_sunny=⛅ cloud=☁️ rain_cloud=🌧️ snowflake=❄️ rainbow=🌈 ocean=🌊 earth_africa=🌍 earth_americas=🌎 earth_asia=🌏 seedling=🌱 herb=🌿 four_leaf_clover=🍀 evergreen_tree=🌲 sunflower=🌻
coffee=☕ tea=🍵 beer=🍺 pizza=🍕 cake=🍰 birthday=🎂 apple=🍎 popcorn=🍿
computer=💻 desktop_computer=🖥️ iphone=📱 keyboard=⌨️ floppy_disk=💾 hammer=🔨 wrench=🔧 hammer_and_wrench=🛠️ gear=⚙️ nut_and_bolt=🔩 shield=🛡️ microscope=🔬 telescope=🔭 test_tube=🧪 bug=🐛 robot_face=🤖 ghost=👻 skull=💀 see_no_evil=🙈 turtle=🐢 rabbit=🐰 snail=🐌 unicorn_face=🦄 dog=🐶 cat=🐱 bee=🐝
drum_with_drumsticks=🥁 musical_note=🎵 art=🎨 dart=🎯 jigsaw=🧩 game_die=🎲 moneybag=💰 money_with_wings=💸 credit_card=💳 scales=⚖️ bust_in_silhouette=👤 busts_in_silhouette=👥 people_hugging=🫂 raising_hand=🙋 shrug=🤷 zipper_mouth_face=🤐 new=🆕 free=🆓 up=🆙 cool=🆒 sos=🆘 one=1️⃣ two=2️⃣ three=3️⃣ four=4️⃣ five=5️⃣ six=6️⃣ seven=7️⃣ eight=8️⃣ nine=9️⃣ zero=0️⃣ keycap_ten=🔟 small_red_triangle=🔺 small_red_triangle_down=🔻
`;

const EMOJI = new Map(
  LIST.trim().split(/\s+/).map((pair) => {
    const cut = pair.lastIndexOf("=");
    return [pair.slice(0, cut), pair.slice(cut + 1)];
  }),
);

/** The character of an emoji by its Slack name (without colons), or undefined. */
export const emoji = (name) => EMOJI.get(name);

/** Text with the `:names:` that are known turned into characters. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI.get(name) ?? whole);
}
