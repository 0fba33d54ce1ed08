#include "main/demo/story.hpp"

namespace heed::demo {

Voice arabic() {
  return {"ar",
          "mira",
          {{"سلمى الخطيب", "@salmakh"},
           {"كريم منصور", "@karimman"},
           {"ليلى حداد", "@laylahad"},
           {"يوسف النجار", "@yousefnaj"},
           {"هالة صبري", "@halasab"},
           {"عمر زيدان", "@omarzei"}},
          {
              {Place::chat,
               Pace::quick,
               Ending::resolved,
               {"> مرحبا، متى يصل طلبي {order}؟", "< أهلاً {name}! خرج الطلب للتوصيل هذا الصباح وسيصلك قبل السادسة مساءً.",
                "> شكراً جزيلاً"}},
              {Place::chat,
               Pace::quick,
               Ending::resolved,
               {"> هل الدراجة الزرقاء {model} متوفرة الآن؟", "< نعم، وصلت اليوم بمقاس M. هل أحجز لك واحدة؟", "> نعم من فضلك",
                "< تم الحجز حتى يوم السبت."}},
              {Place::chat,
               Pace::slow,
               Ending::resolved,
               {"> تم خصم المبلغ مرتين من بطاقتي",
                "< نعتذر عن التأخير {name}. أحد المبلغين سيعود إلى بطاقتك خلال خمسة أيام.", "> حسناً، شكراً على التوضيح"}},
              {Place::chat,
               Pace::quick,
               Ending::resolved,
               {"> هل تؤجرون دراجات للأطفال؟", "< بالتأكيد، من عمر أربع سنوات، والخوذة مجانية."}},
              {Place::posts,
               Pace::quick,
               Ending::resolved,
               {"> @lisbonbikes هل المحل مفتوح يوم الأحد؟", "< @{handle} نعم، من العاشرة صباحاً حتى السادسة مساءً في بيليم."}},
          }};
}

}  // namespace heed::demo
