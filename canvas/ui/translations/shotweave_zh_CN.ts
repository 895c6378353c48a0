<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Shotweave</source>
        <translation>关于 Shotweave</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>版本 {number}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Storyboards that become films, on your own machine.</source>
        <translation>在你自己的电脑上，把分镜变成影片。</translation>
    </message>
    <message>
        <source>Shotweave is free software under the Apache License 2.0.</source>
        <translation>Shotweave 是自由软件，采用 Apache 2.0 许可证。</translation>
    </message>
    <message>
        <source>Qt for Python (PySide6) is used under the LGPL 3.0, linked dynamically, and may be replaced. PyAV is under a BSD licence and brings FFmpeg with x264 and x265, which are under the GPL.</source>
        <translation>Qt for Python（PySide6）依 LGPL 3.0 使用，动态链接，可以替换。PyAV 采用 BSD 许可证，并附带 FFmpeg 及 GPL 许可的 x264 和 x265。</translation>
    </message>
    <message>
        <source>The typeface Inter is under the SIL Open Font License 1.1. The photographs of the sample are CC0 or in the public domain.</source>
        <translation>Inter 字体采用 SIL 开放字体许可证 1.1。示例中的照片为 CC0 或属于公有领域。</translation>
    </message>
</context>
<context>
    <name>AbsentModel</name>
    <message>
        <source>Open Models</source>
        <translation>打开“模型”页面</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>{verb}: {what}</source>
        <translation>{verb}：{what}</translation>
    </message>
</context>
<context>
    <name>Ago</name>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>{n} 分钟前</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>{n} 小时前</translation>
    </message>
    <message>
        <source>{n} d ago</source>
        <translation>{n} 天前</translation>
    </message>
</context>
<context>
    <name>Arrival</name>
    <message>
        <source>Bringing in {name}</source>
        <translation>正在导入 {name}</translation>
    </message>
    <message>
        <source>Bringing in {n} of {count} files</source>
        <translation>正在导入第 {n} 个文件，共 {count} 个</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>Ask to edit</source>
        <translation>请求编辑权限</translation>
    </message>
    <message>
        <source>Let {name} edit</source>
        <translation>让 {name} 编辑</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭这条消息</translation>
    </message>
</context>
<context>
    <name>BoardPanel</name>
    <message>
        <source>{shots} shots, {length} long</source>
        <translation>{shots} 个镜头，时长 {length}</translation>
    </message>
    <message>
        <source>1 shot, {length} long</source>
        <translation>1 个镜头，时长 {length}</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>画幅</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Select a node to see what it is made of. Double click the field or press Tab to add one; drag from port to port to link them.</source>
        <translation>选中一个节点，查看它由什么组成。双击画布或按 Tab 添加节点；从端口拖到端口即可连接。</translation>
    </message>
</context>
<context>
    <name>Bookmarks</name>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Place {n}</source>
        <translation>位置 {n}</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>前往 {name}</translation>
    </message>
    <message>
        <source>Rename the bookmark</source>
        <translation>重命名书签</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Let it mean what is in sight</source>
        <translation>改为当前视图</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Change a bookmark</source>
        <translation>修改书签</translation>
    </message>
</context>
<context>
    <name>CameraSection</name>
    <message>
        <source>Camera</source>
        <translation>运镜</translation>
    </message>
    <message>
        <source>Sideways</source>
        <translation>横移</translation>
    </message>
    <message>
        <source>Up, down</source>
        <translation>升降</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>摇</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>俯仰</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>横滚</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>变焦</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Set by hand below, whatever the words say.</source>
        <translation>已在下方手动设定，不再看文字。</translation>
    </message>
    <message>
        <source>From the words: {moves}</source>
        <translation>来自文字：{moves}</translation>
    </message>
    <message>
        <source>Write a move (“push in, slow”), or set one here.</source>
        <translation>在文字里写运镜（如“缓慢推近”），或在这里设定。</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>{name} is missing</source>
        <translation>找不到 {name}</translation>
    </message>
    <message>
        <source>Link words or a picture</source>
        <translation>连接文字或图片</translation>
    </message>
    <message>
        <source>{model} · waiting</source>
        <translation>{model} · 等待中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>{model} · stale</source>
        <translation>{model} · 需重新渲染</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>已过时</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>take {number}</source>
        <translation>第 {number} 条</translation>
    </message>
    <message>
        <source>{count} takes</source>
        <translation>{count} 条</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>final</source>
        <translation>成片</translation>
    </message>
    <message>
        <source>still</source>
        <translation>静帧</translation>
    </message>
    <message>
        <source>card</source>
        <translation>字卡</translation>
    </message>
    <message>
        <source>Double-click to write</source>
        <translation>双击书写</translation>
    </message>
    <message>
        <source>Drop a file here</source>
        <translation>把文件拖到这里</translation>
    </message>
    <message>
        <source>Drop pictures here</source>
        <translation>把图片拖到这里</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>character</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>prop</source>
        <translation>道具</translation>
    </message>
    <message>
        <source>place</source>
        <translation>场所</translation>
    </message>
    <message>
        <source>style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>File missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>{count} nodes</source>
        <translation>{count} 个节点</translation>
    </message>
    <message>
        <source>{count} shots</source>
        <translation>{count} 个镜头</translation>
    </message>
    <message>
        <source>{name} is rendering</source>
        <translation>{name} 正在渲染</translation>
    </message>
</context>
<context>
    <name>ChatField</name>
    <message>
        <source>Say something to everybody here</source>
        <translation>对这里的所有人说点什么</translation>
    </message>
    <message>
        <source>Say something…</source>
        <translation>说点什么…</translation>
    </message>
</context>
<context>
    <name>CheatSheet</name>
    <message>
        <source>All keys and gestures</source>
        <translation>全部按键与手势</translation>
    </message>
    <message>
        <source>Find a key or what it does</source>
        <translation>查找按键或它的作用</translation>
    </message>
    <message>
        <source>Change shortcuts…</source>
        <translation>更改快捷键…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>Theme</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>高对比度深色</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>高对比度浅色</translation>
    </message>
</context>
<context>
    <name>ColourPanel</name>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>No colour</source>
        <translation>无颜色</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Nothing is called that</source>
        <translation>没有叫这个名字的命令</translation>
    </message>
</context>
<context>
    <name>CommentPlaces</name>
    <message>
        <source>On the canvas</source>
        <translation>在画布上</translation>
    </message>
    <message>
        <source>On something that is not here</source>
        <translation>针对此处没有的内容</translation>
    </message>
    <message>
        <source>{name}, deleted</source>
        <translation>{name}（已删除）</translation>
    </message>
</context>
<context>
    <name>Commenting</name>
    <message>
        <source>Comments</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>CommentsButton</name>
    <message>
        <source>Comments, {n} unread</source>
        <translation>评论，{n} 条未读</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>评论</translation>
    </message>
</context>
<context>
    <name>CommentsPanel</name>
    <message>
        <source>Open</source>
        <translation>未解决</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>Mentions me</source>
        <translation>提到我的</translation>
    </message>
    <message>
        <source>With me</source>
        <translation>我参与的</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>已解决</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Which comments</source>
        <translation>显示哪些评论</translation>
    </message>
    <message>
        <source>Find in comments</source>
        <translation>在评论中查找</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>标为已解决</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>标为已读</translation>
    </message>
    <message>
        <source>No comment is meant by this filter.</source>
        <translation>没有符合此筛选的评论。</translation>
    </message>
    <message>
        <source>Nobody has said anything yet. Press C and click to comment.</source>
        <translation>还没有人发表评论。按 C 再点击即可评论。</translation>
    </message>
    <message>
        <source>Comments · {n} unread</source>
        <translation>评论 · {n} 条未读</translation>
    </message>
</context>
<context>
    <name>Connecting</name>
    <message>
        <source>No link in hand</source>
        <translation>手中没有连线</translation>
    </message>
    <message>
        <source>Link to {title}, {port}. Enter makes it, Escape gives up.</source>
        <translation>连接到 {title}，{port}。回车确认，Esc 放弃。</translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>the room is closed to you</source>
        <translation>房间不再对你开放</translation>
    </message>
    <message>
        <source>offline since {time}, one edit waits</source>
        <translation>{time} 起离线，有 1 处改动待同步</translation>
    </message>
    <message>
        <source>offline since {time}, {n} edits wait</source>
        <translation>{time} 起离线，{n} 处修改待同步</translation>
    </message>
    <message>
        <source>offline since {time}</source>
        <translation>{time} 起离线</translation>
    </message>
    <message>
        <source>you may look</source>
        <translation>你可以查看</translation>
    </message>
    <message>
        <source>you may comment</source>
        <translation>你可以评论</translation>
    </message>
    <message>
        <source>{n} on the way to the room</source>
        <translation>{n} 处正在传往房间</translation>
    </message>
    <message>
        <source>and in the room</source>
        <translation>房间已同步</translation>
    </message>
    <message>
        <source>Only you work on this board. It is not shared.</source>
        <translation>只有你在这块画板上工作，它没有共享。</translation>
    </message>
    <message>
        <source>Connecting to the room since {time}.</source>
        <translation>自 {time} 起正在连接房间。</translation>
    </message>
    <message>
        <source>Connected to the room since {time}.</source>
        <translation>自 {time} 起已连接房间。</translation>
    </message>
    <message>
        <source>The room cannot be reached since {time}. Go on working: everything is kept here and goes there by itself.</source>
        <translation>自 {time} 起无法连接房间。请继续工作：一切都保存在这里，之后会自动同步过去。</translation>
    </message>
    <message>
        <source>The room does not let you in since {time}.</source>
        <translation>自 {time} 起房间不让你进入。</translation>
    </message>
    <message>
        <source>The room is on this computer: it is open while this board is open here.</source>
        <translation>房间就在这台电脑上：画板在这里打开时，房间就开放。</translation>
    </message>
    <message>
        <source>Everything you made is saved in the room too.</source>
        <translation>你做的一切也都保存在房间里了。</translation>
    </message>
    <message>
        <source>One edit of yours is not saved in the room yet.</source>
        <translation>你有一处修改还没有保存到房间。</translation>
    </message>
    <message>
        <source>{n} edits of yours are not saved in the room yet.</source>
        <translation>你有 {n} 处修改还没有保存到房间。</translation>
    </message>
    <message>
        <source>You may look.</source>
        <translation>你可以查看。</translation>
    </message>
    <message>
        <source>You may look and comment.</source>
        <translation>你可以查看和评论。</translation>
    </message>
    <message>
        <source>You may edit.</source>
        <translation>你可以编辑。</translation>
    </message>
    <message>
        <source>The room is yours.</source>
        <translation>这个房间是你的。</translation>
    </message>
</context>
<context>
    <name>ConnectionPanel</name>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Share…</source>
        <translation>共享…</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Saved on this computer</source>
        <translation>已保存在这台电脑上</translation>
    </message>
    <message>
        <source>Being saved on this computer…</source>
        <translation>正在保存到这台电脑…</translation>
    </message>
    <message>
        <source>Not saved on this computer</source>
        <translation>没有保存到这台电脑</translation>
    </message>
    <message>
        <source>Open to look at only</source>
        <translation>仅供查看</translation>
    </message>
    <message>
        <source>Who is here…</source>
        <translation>谁在这里…</translation>
    </message>
    <message>
        <source>Stop sharing</source>
        <translation>停止共享</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Open that board</source>
        <translation>打开那块画板</translation>
    </message>
    <message>
        <source>Open read only</source>
        <translation>以只读方式打开</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Open a board (its .shotweave folder)</source>
        <translation>打开画板（.shotweave 文件夹）</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒体文件</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Bring in files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>Keep it open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation>关闭并放弃这些改动</translation>
    </message>
    <message>
        <source>This computer is drawing for {names}.</source>
        <translation>这台电脑正在为 {names} 绘制。</translation>
    </message>
    <message>
        <source>If you close the board, their shots go back to the room at once: another device begins them anew, or they wait for one. Nothing of theirs is lost.</source>
        <translation>如果你关闭画板，他们的镜头会立即退回房间：由另一台设备重新开始，或等待设备。他们不会丢失任何内容。</translation>
    </message>
    <message>
        <source>Close and give them back</source>
        <translation>关闭并退回</translation>
    </message>
</context>
<context>
    <name>Discussion</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Doings</name>
    <message>
        <source>Brief</source>
        <translation>构思</translation>
    </message>
</context>
<context>
    <name>ElementPanel</name>
    <message>
        <source>Role</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Bring in a picture</source>
        <translation>导入图片</translation>
    </message>
    <message>
        <source>Character</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Prop</source>
        <translation>道具</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>场所</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
</context>
<context>
    <name>EmptyBoard</name>
    <message>
        <source>Begin your film</source>
        <translation>开始你的影片</translation>
    </message>
    <message>
        <source>Everything you put here becomes part of it.</source>
        <translation>放到这里的一切，都会成为影片的一部分。</translation>
    </message>
    <message>
        <source>Drop pictures here</source>
        <translation>把图片拖到这里</translation>
    </message>
    <message>
        <source>Write a brief</source>
        <translation>写一段构思</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>打开示例</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export film</source>
        <translation>导出影片</translation>
    </message>
    <message>
        <source>MP4 video (H.264): plays everywhere</source>
        <translation>MP4 视频（H.264）：到处都能播放</translation>
    </message>
    <message>
        <source>GIF: for chats and pages, without sound</source>
        <translation>GIF：适合聊天和网页，没有声音</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>{length} · {width} x {height} · {rate} frames a second · about {size}</source>
        <translation>{length} · {width} x {height} · 每秒 {rate} 帧 · 约 {size}</translation>
    </message>
    <message>
        <source>The film has no shots yet: add a clip to it first.</source>
        <translation>影片还没有镜头：请先添加一个片段。</translation>
    </message>
    <message>
        <source>A file of this name is there; it will be replaced.</source>
        <translation>已有同名文件，将被替换。</translation>
    </message>
    <message>
        <source>{n} of {count} shots are not rendered: their still or card is shown.</source>
        <translation>{count} 个镜头中有 {n} 个尚未渲染，将以静帧或字卡代替。</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Exporting {name}</source>
        <translation>正在导出 {name}</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Licence {name}. {note}</source>
        <translation>许可证 {name}。{note}</translation>
    </message>
    <message>
        <source>Could not be checked here: {n}</source>
        <translation>此处未能核实：{n} 项</translation>
    </message>
</context>
<context>
    <name>Fetching</name>
    <message>
        <source>Fetching {name}</source>
        <translation>正在获取 {name}</translation>
    </message>
    <message>
        <source>it is larger than 4 GB</source>
        <translation>文件超过 4 GB</translation>
    </message>
</context>
<context>
    <name>FilePanel</name>
    <message>
        <source>Loudness</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Make a clip of it</source>
        <translation>用它做一个片段</translation>
    </message>
    <message>
        <source>Choose another file…</source>
        <translation>换一个文件…</translation>
    </message>
    <message>
        <source>Show the stored file</source>
        <translation>显示存储的文件</translation>
    </message>
    <message>
        <source>No file yet.</source>
        <translation>还没有文件。</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>A file</source>
        <translation>一个文件</translation>
    </message>
    <message>
        <source>{name} is on its way here: {share}</source>
        <translation>{name} 正在传来：{share}</translation>
    </message>
    <message>
        <source>{people} is sending {name}: {share}</source>
        <translation>{people} 正在发送 {name}：{share}</translation>
    </message>
    <message>
        <source>{people} has {name}</source>
        <translation>{name} 在{people}那里</translation>
    </message>
    <message>
        <source>{people} has {name} and is not here now</source>
        <translation>{name} 在{people}那里，对方现在不在</translation>
    </message>
    <message>
        <source>Nobody who is here has {name}</source>
        <translation>在场的人都没有 {name}</translation>
    </message>
    <message>
        <source>{name} is in the room, not here yet</source>
        <translation>{name} 在房间里，还没有传到这里</translation>
    </message>
    <message>
        <source>{name} is with the others; the room is not reached</source>
        <translation>{name} 在其他人那里；现在连接不上房间</translation>
    </message>
    <message>
        <source>Fetching · {share}</source>
        <translation>取回中 · {share}</translation>
    </message>
    <message>
        <source>{people} is sending · {share}</source>
        <translation>{people} 正在发送 · {share}</translation>
    </message>
    <message>
        <source>With {people}</source>
        <translation>在{people}那里</translation>
    </message>
    <message>
        <source>With {people}, who is away</source>
        <translation>在{people}那里（不在场）</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>不在场</translation>
    </message>
    <message>
        <source>Original missing</source>
        <translation>缺少原始文件</translation>
    </message>
    <message>
        <source>Not fetched</source>
        <translation>未能取回</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>从这里播放</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>硬切</translation>
    </message>
    <message>
        <source>Dissolve, half a second</source>
        <translation>叠化，半秒</translation>
    </message>
    <message>
        <source>Dissolve, one second</source>
        <translation>叠化，一秒</translation>
    </message>
    <message>
        <source>Remove from film</source>
        <translation>移出影片</translation>
    </message>
    <message>
        <source>Unmute {number}</source>
        <translation>启用 {number}</translation>
    </message>
    <message>
        <source>Unmute all of them</source>
        <translation>全部启用</translation>
    </message>
</context>
<context>
    <name>FinishSection</name>
    <message>
        <source>Enlarged by</source>
        <translation>放大方式</translation>
    </message>
    <message>
        <source>Frames in between</source>
        <translation>补帧</translation>
    </message>
    <message>
        <source>A model that enlarges the frames in final quality, where the film is larger</source>
        <translation>影片更大时，在成片质量下放大画面的模型</translation>
    </message>
    <message>
        <source>Drawn from the movement, where the film has more frames than the model draws</source>
        <translation>影片帧率高于模型时，按运动补画中间的帧</translation>
    </message>
    <message>
        <source>In final quality</source>
        <translation>仅成片质量</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>总是</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>The player</source>
        <translation>播放器</translation>
    </message>
</context>
<context>
    <name>FollowPerson</name>
    <message>
        <source>Following {name} · Esc</source>
        <translation>正在跟随{name} · Esc 结束</translation>
    </message>
    <message>
        <source>{names} follow you</source>
        <translation>{names}正在跟随你</translation>
    </message>
    <message>
        <source>{names} follows you</source>
        <translation>{names}正在跟随你</translation>
    </message>
</context>
<context>
    <name>GetsSection</name>
    <message>
        <source>What the model gets</source>
        <translation>模型会得到什么</translation>
    </message>
    <message>
        <source>The model {name} is not installed here.</source>
        <translation>这台电脑上没有安装模型 {name}。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Nothing yet: write words or link a picture.</source>
        <translation>还什么都没有：写些文字，或连接一张图片。</translation>
    </message>
    <message>
        <source>{device} draws it, for this computer cannot.</source>
        <translation>由 {device} 绘制，因为这台电脑无法绘制。</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>{day}, {year}</source>
        <translation>{year}年{day}</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>撤销：{what}</translation>
    </message>
    <message>
        <source>Redo: {what}</source>
        <translation>重做：{what}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>You</source>
        <translation>您</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>某人</translation>
    </message>
</context>
<context>
    <name>HistoryDock</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name of this version</source>
        <translation>此版本的名称</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>所做的操作</translation>
    </message>
    <message>
        <source>Name this version</source>
        <translation>命名此版本</translation>
    </message>
    <message>
        <source>Close the history</source>
        <translation>关闭历史</translation>
    </message>
    <message>
        <source>Nothing has happened on this board yet. Whatever you and others do is kept here, step by step, and every step can be looked at and restored.</source>
        <translation>这个画板上还没有发生任何事。您和他人所做的一切都会逐步保存在这里，每一步都可以查看和恢复。</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>正在读取历史…</translation>
    </message>
    <message>
        <source>Look at this moment</source>
        <translation>查看这一时刻</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Delete the name</source>
        <translation>删除名称</translation>
    </message>
</context>
<context>
    <name>InsertPopup</name>
    <message>
        <source>Add a node: type its name</source>
        <translation>添加节点：输入名称</translation>
    </message>
</context>
<context>
    <name>JoinDialog</name>
    <message>
        <source>Join</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Join a board</source>
        <translation>加入画板</translation>
    </message>
    <message>
        <source>The link you were given</source>
        <translation>你收到的链接</translation>
    </message>
    <message>
        <source>Boards on your network</source>
        <translation>你的网络上的画板</translation>
    </message>
    <message>
        <source>You, as the others see you</source>
        <translation>别人看到的你</translation>
    </message>
    <message>
        <source>Fetching the board: {size}</source>
        <translation>正在获取画板：{size}</translation>
    </message>
    <message>
        <source>Looking for the room…</source>
        <translation>正在寻找房间…</translation>
    </message>
    <message>
        <source>your link is for this one</source>
        <translation>你的链接就是它的</translation>
    </message>
    <message>
        <source>{title}, by {owner}</source>
        <translation>{title}，{owner}的画板</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>you have been here</source>
        <translation>你来过这里</translation>
    </message>
    <message>
        <source>needs a link</source>
        <translation>需要链接</translation>
    </message>
    <message>
        <source>Looking… none is open so far.</source>
        <translation>正在寻找…目前没有开放的画板。</translation>
    </message>
    <message>
        <source>its owner</source>
        <translation>画板的主人</translation>
    </message>
    <message>
        <source>Ask {owner} for a link to this board, and paste it here.</source>
        <translation>请向{owner}索取这块画板的链接，然后粘贴到这里。</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>Add: press a key</source>
        <translation>添加：按下按键</translation>
    </message>
    <message>
        <source>As it came</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>占用它</translation>
    </message>
    <message>
        <source>{key} belongs to “{verb}”.</source>
        <translation>{key} 已属于“{verb}”。</translation>
    </message>
    <message>
        <source>{key} may not arrive here.</source>
        <translation>{key} 可能传不到这里。</translation>
    </message>
    <message>
        <source>Use it all the same</source>
        <translation>仍然使用</translation>
    </message>
    <message>
        <source>Take this key off</source>
        <translation>去掉这个按键</translation>
    </message>
    <message>
        <source>Take {key} off</source>
        <translation>去掉 {key}</translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>便签</translation>
    </message>
    <message>
        <source>Scene frame</source>
        <translation>场景框</translation>
    </message>
    <message>
        <source>Element</source>
        <translation>元素</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>箭头</translation>
    </message>
    <message>
        <source>Ink</source>
        <translation>手绘</translation>
    </message>
    <message>
        <source>What happens, and how the camera moves</source>
        <translation>发生什么，镜头怎么动</translation>
    </message>
    <message>
        <source>A picture from a file</source>
        <translation>来自文件的图片</translation>
    </message>
    <message>
        <source>A shot to render</source>
        <translation>要渲染的镜头</translation>
    </message>
    <message>
        <source>A film from a file</source>
        <translation>来自文件的视频</translation>
    </message>
    <message>
        <source>Music, speech or an effect from a file</source>
        <translation>来自文件的音乐、对白或音效</translation>
    </message>
    <message>
        <source>A thought for yourself or the team</source>
        <translation>写给自己或团队的想法</translation>
    </message>
    <message>
        <source>Holds the shots of one scene together</source>
        <translation>把一个场景的镜头放在一起</translation>
    </message>
    <message>
        <source>A character, prop, place or style to keep</source>
        <translation>要保持一致的角色、道具、场所或风格</translation>
    </message>
    <message>
        <source>Words right on the board, small or large</source>
        <translation>直接写在画板上的文字，可大可小</translation>
    </message>
    <message>
        <source>Points from one thing to another</source>
        <translation>从一处指向另一处</translation>
    </message>
    <message>
        <source>Drawn by hand with the pen</source>
        <translation>用画笔手绘</translation>
    </message>
    <message>
        <source>words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>first frame</source>
        <translation>首帧</translation>
    </message>
    <message>
        <source>last frame</source>
        <translation>尾帧</translation>
    </message>
    <message>
        <source>element</source>
        <translation>元素</translation>
    </message>
    <message>
        <source>the shot before</source>
        <translation>上一镜头</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>guide</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>video</source>
        <translation>视频</translation>
    </message>
</context>
<context>
    <name>Laying</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
</context>
<context>
    <name>Lending</name>
    <message>
        <source>Lend my graphics card to this room</source>
        <translation>把我的显卡借给这个房间</translation>
    </message>
    <message>
        <source>Shots of the others are drawn on this computer while it has nothing of yours to draw. The pictures that they begin with come here. It ends when you switch it off or leave.</source>
        <translation>这台电脑没有你自己的镜头要绘制时，会绘制其他人的镜头。它们所用的图片会传到这里。你关闭此项或离开房间后即停止。</translation>
    </message>
    <message>
        <source>Graphics cards</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>Yours draws for {names} now.</source>
        <translation>你的显卡正在为 {names} 绘制。</translation>
    </message>
    <message>
        <source>Nobody else lends one now.</source>
        <translation>现在没有其他人借出显卡。</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Draws {busy} of {slots} at once</source>
        <translation>正在绘制 {busy}/{slots}</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <source>Whoever may edit this board can lend a graphics card to its room.</source>
        <translation>可以编辑这块画板的人才能把显卡借给它的房间。</translation>
    </message>
</context>
<context>
    <name>LengthSection</name>
    <message>
        <source>{n} frames</source>
        <translation>{n} 帧</translation>
    </message>
    <message>
        <source>Length, frame, seed</source>
        <translation>时长、画幅、种子</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Length in seconds</source>
        <translation>时长（秒）</translation>
    </message>
    <message>
        <source>Seed: the same seed gives the same film</source>
        <translation>种子：相同的种子得到相同的画面</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The whole film has one frame: select nothing to change it</source>
        <translation>整部影片共用一个画幅：取消选择即可修改</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>换一个种子</translation>
    </message>
</context>
<context>
    <name>LinkWords</name>
    <message>
        <source>Certificate {figures}</source>
        <translation>证书 {figures}</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>Somebody</source>
        <translation>某人</translation>
    </message>
    <message>
        <source>{time}, edited</source>
        <translation>{time}，已编辑</translation>
    </message>
    <message>
        <source>Change or delete</source>
        <translation>修改或删除</translation>
    </message>
    <message>
        <source>Edit the comment</source>
        <translation>编辑评论</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>ModelDetail</name>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Do not use this folder</source>
        <translation>不再使用此文件夹</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Use a folder…</source>
        <translation>使用文件夹…</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{name}. {note}</source>
        <translation>{name}。{note}</translation>
    </message>
    <message>
        <source>Makes</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>In this room</source>
        <translation>在本房间</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Draws on any machine.</source>
        <translation>在任何电脑上都能绘制。</translation>
    </message>
    <message>
        <source>A picture of {size}:</source>
        <translation>一张 {size} 的图片：</translation>
    </message>
    <message>
        <source>A shot of {seconds} s, {size}:</source>
        <translation>一个 {seconds} 秒、{size} 的镜头：</translation>
    </message>
    <message>
        <source>{shot} {found}</source>
        <translation>{shot}{found}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Drawn on {devices}. Choose it for a shot: it is sent there by itself.</source>
        <translation>由 {devices} 绘制。为镜头选择它，镜头会自动发送过去。</translation>
    </message>
    <message>
        <source>{folder}, a cache that other programs use as well</source>
        <translation>{folder}，与其他程序共用的缓存</translation>
    </message>
    <message>
        <source>What could not be checked</source>
        <translation>未能核实的内容</translation>
    </message>
    <message>
        <source>Reading {done} of {total}</source>
        <translation>正在读取 {done} / {total}</translation>
    </message>
</context>
<context>
    <name>ModelSection</name>
    <message>
        <source>First picture</source>
        <translation>首帧图片</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>成片</translation>
    </message>
    <message>
        <source>The one that is linked</source>
        <translation>已连接的图片</translation>
    </message>
    <message>
        <source>Drawn by {name}</source>
        <translation>由 {name} 绘制</translation>
    </message>
    <message>
        <source>{name} (lent)</source>
        <translation>{name}（借用）</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>不在这台电脑上</translation>
    </message>
    <message>
        <source>{names} of this room can render it</source>
        <translation>本房间的 {names} 可以渲染它</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>不在本机</translation>
    </message>
    <message>
        <source>Asking for its files …</source>
        <translation>正在查询文件…</translation>
    </message>
    <message>
        <source>Checking · {share} %</source>
        <translation>校验中 · {share} %</translation>
    </message>
    <message>
        <source>Downloading · {share} %</source>
        <translation>下载中 · {share} %</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>未下载</translation>
    </message>
    <message>
        <source>Stopped at {share} %</source>
        <translation>停在 {share} %</translation>
    </message>
    <message>
        <source>Paused at {share} %</source>
        <translation>已暂停，{share} %</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{size} a second</source>
        <translation>每秒 {size}</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>剩余不到一分钟</translation>
    </message>
    <message>
        <source>{n} min left</source>
        <translation>剩余 {n} 分钟</translation>
    </message>
    <message>
        <source>{n} h left</source>
        <translation>剩余 {n} 小时</translation>
    </message>
    <message>
        <source>Missing: {files}</source>
        <translation>缺少：{files}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Its files are here</source>
        <translation>文件已在这里</translation>
    </message>
    <message>
        <source>Films of any length and size</source>
        <translation>任意长度和尺寸的影片</translation>
    </message>
    <message>
        <source>Single pictures</source>
        <translation>单张图片</translation>
    </message>
    <message>
        <source>Frames of other models, enlarged</source>
        <translation>放大其他模型的画面</translation>
    </message>
    <message>
        <source>Films of any length, {rate} frames a second</source>
        <translation>任意长度的影片，每秒 {rate} 帧</translation>
    </message>
    <message>
        <source>Films of up to {seconds} s, {rate} frames a second</source>
        <translation>最长 {seconds} 秒的影片，每秒 {rate} 帧</translation>
    </message>
    <message>
        <source>Films with sound of up to {seconds} s, {rate} frames a second</source>
        <translation>最长 {seconds} 秒的有声影片，每秒 {rate} 帧</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>适合</translation>
    </message>
    <message>
        <source>Smaller shots fit</source>
        <translation>仅较小的镜头</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>太大</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Add from disk…</source>
        <translation>从磁盘添加…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Speed and space…</source>
        <translation>速度与空间…</translation>
    </message>
    <message>
        <source>The engine for video models is not installed here.</source>
        <translation>这里尚未安装视频模型引擎。</translation>
    </message>
    <message>
        <source>{count} of {all} on this computer, {size}</source>
        <translation>{all} 个中有 {count} 个在这台电脑上，共 {size}</translation>
    </message>
    <message>
        <source>Choose one that fits this machine, and download it.</source>
        <translation>请选择一个适合这台电脑的模型并下载。</translation>
    </message>
    <message>
        <source>{model} is damaged: {files}.</source>
        <translation>{model} 已损坏：{files}。</translation>
    </message>
    <message>
        <source>Press Download to bring these files again.</source>
        <translation>按“下载”可重新取得这些文件。</translation>
    </message>
    <message>
        <source>Nothing is wrong with {model}.</source>
        <translation>{model} 没有问题。</translation>
    </message>
    <message>
        <source>No checksum is known of {n} files: their length was compared.</source>
        <translation>有 {n} 个文件没有已知的校验和：只比较了长度。</translation>
    </message>
    <message>
        <source>The folder is no longer used; nothing in it was touched.</source>
        <translation>不再使用该文件夹；其中的内容未作任何改动。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Remove model</source>
        <translation>移除模型</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Use a folder where it lies…</source>
        <translation>就地使用文件夹…</translation>
    </message>
    <message>
        <source>Copy a folder to the models…</source>
        <translation>将文件夹复制到模型目录…</translation>
    </message>
    <message>
        <source>Add a description (manifest.toml)…</source>
        <translation>添加说明文件（manifest.toml）…</translation>
    </message>
    <message>
        <source>Look at the disk again</source>
        <translation>重新查看磁盘</translation>
    </message>
    <message>
        <source>The folder of a model</source>
        <translation>模型所在的文件夹</translation>
    </message>
    <message>
        <source>Descriptions of models (*.toml)</source>
        <translation>模型说明文件 (*.toml)</translation>
    </message>
    <message>
        <source>A model&apos;s manifest.toml</source>
        <translation>模型的 manifest.toml</translation>
    </message>
    <message>
        <source>{model} can be chosen for shots now. Its licence: {licence}.</source>
        <translation>现在可以为镜头选用 {model}。其许可证：{licence}。</translation>
    </message>
</context>
<context>
    <name>Moves</name>
    <message>
        <source>push in</source>
        <translation>推近</translation>
    </message>
    <message>
        <source>pull back</source>
        <translation>拉远</translation>
    </message>
    <message>
        <source>zoom in</source>
        <translation>变焦推</translation>
    </message>
    <message>
        <source>zoom out</source>
        <translation>变焦拉</translation>
    </message>
    <message>
        <source>pan right</source>
        <translation>右摇</translation>
    </message>
    <message>
        <source>pan left</source>
        <translation>左摇</translation>
    </message>
    <message>
        <source>tilt up</source>
        <translation>上仰</translation>
    </message>
    <message>
        <source>tilt down</source>
        <translation>下俯</translation>
    </message>
    <message>
        <source>truck right</source>
        <translation>右移</translation>
    </message>
    <message>
        <source>truck left</source>
        <translation>左移</translation>
    </message>
    <message>
        <source>crane up</source>
        <translation>升</translation>
    </message>
    <message>
        <source>crane down</source>
        <translation>降</translation>
    </message>
    <message>
        <source>orbit right</source>
        <translation>向右环绕</translation>
    </message>
    <message>
        <source>orbit left</source>
        <translation>向左环绕</translation>
    </message>
    <message>
        <source>dolly zoom in</source>
        <translation>推轨变焦</translation>
    </message>
    <message>
        <source>dolly zoom out</source>
        <translation>拉轨变焦</translation>
    </message>
    <message>
        <source>roll clockwise</source>
        <translation>顺时针横滚</translation>
    </message>
    <message>
        <source>roll counter-clockwise</source>
        <translation>逆时针横滚</translation>
    </message>
    <message>
        <source>whip right</source>
        <translation>向右甩</translation>
    </message>
    <message>
        <source>whip left</source>
        <translation>向左甩</translation>
    </message>
    <message>
        <source>handheld</source>
        <translation>手持</translation>
    </message>
    <message>
        <source>static</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>slow</source>
        <translation>缓慢</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>extreme close-up</source>
        <translation>大特写</translation>
    </message>
    <message>
        <source>close-up</source>
        <translation>特写</translation>
    </message>
    <message>
        <source>medium close-up</source>
        <translation>近景</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>中景</translation>
    </message>
    <message>
        <source>full</source>
        <translation>全景</translation>
    </message>
    <message>
        <source>wide</source>
        <translation>远景</translation>
    </message>
    <message>
        <source>extreme wide</source>
        <translation>大远景</translation>
    </message>
    <message>
        <source>low angle</source>
        <translation>低角度</translation>
    </message>
    <message>
        <source>high angle</source>
        <translation>高角度</translation>
    </message>
    <message>
        <source>overhead angle</source>
        <translation>顶拍</translation>
    </message>
    <message>
        <source>dutch angle</source>
        <translation>荷兰角</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>Myself</name>
    <message>
        <source>Your name, as the others see it</source>
        <translation>你的名字，别人会看到它</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>你的名字</translation>
    </message>
</context>
<context>
    <name>MyselfDialog</name>
    <message>
        <source>You, as the others see you</source>
        <translation>别人看到的你</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Name and colour</source>
        <translation>名字和颜色</translation>
    </message>
    <message>
        <source>They stand at your pointer, your selection and your comments.</source>
        <translation>它们会显示在你的指针、选区和评论旁。</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
</context>
<context>
    <name>NewBoardDialog</name>
    <message>
        <source>New board</source>
        <translation>新建画板</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>{rate} frames a second</source>
        <translation>每秒 {rate} 帧</translation>
    </message>
    <message>
        <source>Make board</source>
        <translation>创建画板</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>画幅</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Where should the board lie?</source>
        <translation>画板放在哪里?</translation>
    </message>
</context>
<context>
    <name>OriginalLine</name>
    <message>
        <source>Stop fetching</source>
        <translation>停止取回</translation>
    </message>
    <message>
        <source>Fetch original</source>
        <translation>取回原始文件</translation>
    </message>
</context>
<context>
    <name>Outline</name>
    <message>
        <source>not rendered yet</source>
        <translation>尚未渲染</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>rendering</source>
        <translation>正在渲染</translation>
    </message>
    <message>
        <source>rendered</source>
        <translation>已渲染</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
</context>
<context>
    <name>OutlineDock</name>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
</context>
<context>
    <name>OutlinePanel</name>
    <message>
        <source>Filter the outline</source>
        <translation>筛选大纲</translation>
    </message>
    <message>
        <source>Outline of the board</source>
        <translation>画板大纲</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
</context>
<context>
    <name>PastBar</name>
    <message>
        <source>Make the whole board what it was; undo takes it back</source>
        <translation>让整个画板恢复原样；可以撤销</translation>
    </message>
    <message>
        <source>Make just the selected nodes what they were</source>
        <translation>只让所选节点恢复原样</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore selected</source>
        <translation>恢复所选</translation>
    </message>
    <message>
        <source>Copy as new board</source>
        <translation>复制为新画板</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>回到现在</translation>
    </message>
</context>
<context>
    <name>Pasting</name>
    <message>
        <source>Pasting a picture</source>
        <translation>正在粘贴图片</translation>
    </message>
    <message>
        <source>Pasting</source>
        <translation>正在粘贴</translation>
    </message>
    <message>
        <source>Pasting {count} nodes</source>
        <translation>正在粘贴 {count} 个节点</translation>
    </message>
</context>
<context>
    <name>Pens</name>
    <message>
        <source>Plain</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Coral</source>
        <translation>珊瑚色</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>琥珀色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Cyan</source>
        <translation>青色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>Follow {name}</source>
        <translation>跟随{name}</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>前往{name}那里</translation>
    </message>
    <message>
        <source>Bring {name} to me</source>
        <translation>请{name}到我这里</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>有人</translation>
    </message>
    <message>
        <source>Guest</source>
        <translation>访客</translation>
    </message>
    <message>
        <source>rendering</source>
        <translation>正在渲染</translation>
    </message>
    <message>
        <source>rendering {title}</source>
        <translation>正在渲染 {title}</translation>
    </message>
</context>
<context>
    <name>PeopleBar</name>
    <message>
        <source>{name} (you)</source>
        <translation>{name}（你）</translation>
    </message>
    <message>
        <source>Guest</source>
        <translation>访客</translation>
    </message>
    <message>
        <source>You lend your graphics card to this room</source>
        <translation>你已把显卡借给这个房间</translation>
    </message>
    <message>
        <source>Lends {device}</source>
        <translation>借出 {device}</translation>
    </message>
    <message>
        <source>Looks at something else now</source>
        <translation>现在在看别处</translation>
    </message>
    <message>
        <source>Click to follow no longer</source>
        <translation>点击不再跟随</translation>
    </message>
    <message>
        <source>Click to see what {name} sees</source>
        <translation>点击查看{name}所见</translation>
    </message>
</context>
<context>
    <name>PersonMenu</name>
    <message>
        <source>Follow {name} no longer</source>
        <translation>不再跟随{name}</translation>
    </message>
    <message>
        <source>Follow {name}</source>
        <translation>跟随{name}</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>前往{name}那里</translation>
    </message>
    <message>
        <source>Bring {name} to me</source>
        <translation>请{name}到我这里</translation>
    </message>
    <message>
        <source>Remove {name} from the room</source>
        <translation>把{name}移出房间</translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>Hold (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
    <message>
        <source>Play over and over (R)</source>
        <translation>循环播放（R）</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>全屏（F）</translation>
    </message>
    <message>
        <source>Back to the canvas (Escape)</source>
        <translation>回到画布（Esc）</translation>
    </message>
    <message>
        <source>Place in the film</source>
        <translation>影片中的位置</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Somebody</source>
        <translation>某人</translation>
    </message>
    <message>
        <source>{n} answers</source>
        <translation>{n} 条回复</translation>
    </message>
    <message>
        <source>1 answer</source>
        <translation>1 条回复</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Render next</source>
        <translation>下一个渲染</translation>
    </message>
    <message>
        <source>Render again</source>
        <translation>重新渲染</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Reading the inputs</source>
        <translation>正在读取输入</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>正在绘制</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>正在解码</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>Fetching what it begins with</source>
        <translation>正在获取它的起始素材</translation>
    </message>
    <message>
        <source>Joining its parts</source>
        <translation>正在拼接各段</translation>
    </message>
    <message>
        <source>Frames in between</source>
        <translation>中间帧</translation>
    </message>
    <message>
        <source>Rendering is paused. What waits keeps its place.</source>
        <translation>渲染已暂停。等待中的任务保持原位。</translation>
    </message>
    <message>
        <source>The program was cut off while it rendered. Nothing is lost: what waits goes on.</source>
        <translation>程序在渲染时被中断。没有丢失任何内容：继续后会接着渲染等待中的任务。</translation>
    </message>
    <message>
        <source>The list of renders could not be written: make room on the disk, then go on.</source>
        <translation>无法写入渲染列表：请先腾出磁盘空间，再继续。</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} h {m} min</source>
        <translation>{n} 小时 {m} 分钟</translation>
    </message>
    <message>
        <source>over {time}</source>
        <translation>超过 {time}</translation>
    </message>
    <message>
        <source>{n} drawing</source>
        <translation>{n} 个正在绘制</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} 个等待中</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
    <message>
        <source>over {time} left</source>
        <translation>剩余超过 {time}</translation>
    </message>
    <message>
        <source>Film · {name}</source>
        <translation>影片 · {name}</translation>
    </message>
    <message>
        <source>A shot that was deleted</source>
        <translation>已删除的镜头</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Cut off; waits for a word</source>
        <translation>被中断，等待继续</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Done in {time}</source>
        <translation>用时 {time}</translation>
    </message>
    <message>
        <source>Waits for a lender</source>
        <translation>正在等待出借者</translation>
    </message>
    <message>
        <source>After the part before it</source>
        <translation>在前一段之后</translation>
    </message>
    <message>
        <source>Waits for {shot}</source>
        <translation>正在等待 {shot}</translation>
    </message>
</context>
<context>
    <name>QueueButton</name>
    <message>
        <source>Queue</source>
        <translation>渲染队列</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
</context>
<context>
    <name>QueueDock</name>
    <message>
        <source>Queue</source>
        <translation>渲染队列</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>Drawing now</source>
        <translation>正在绘制</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Queue</source>
        <translation>渲染队列</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Clear ended</source>
        <translation>清除已结束</translation>
    </message>
    <message>
        <source>Renders</source>
        <translation>渲染任务</translation>
    </message>
    <message>
        <source>Close the queue</source>
        <translation>关闭队列</translation>
    </message>
    <message>
        <source>Resume rendering</source>
        <translation>继续渲染</translation>
    </message>
    <message>
        <source>Pause rendering</source>
        <translation>暂停渲染</translation>
    </message>
    <message>
        <source>Render 1 shot</source>
        <translation>渲染 1 个镜头</translation>
    </message>
    <message>
        <source>Render {n} shots</source>
        <translation>渲染 {n} 个镜头</translation>
    </message>
    <message>
        <source>Nothing is being rendered. Some shots are new, or have changed.</source>
        <translation>没有正在渲染的任务。有些镜头是新的或已更改。</translation>
    </message>
    <message>
        <source>Nothing is being rendered, and every shot of the film is up to date.</source>
        <translation>没有正在渲染的任务，影片的所有镜头都是最新的。</translation>
    </message>
    <message>
        <source>Show on the canvas</source>
        <translation>在画布上显示</translation>
    </message>
    <message>
        <source>Render next</source>
        <translation>下一个渲染</translation>
    </message>
    <message>
        <source>Render again</source>
        <translation>重新渲染</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Copy what went wrong</source>
        <translation>复制出错信息</translation>
    </message>
</context>
<context>
    <name>RecentCard</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Take off this list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Cannot be opened now</source>
        <translation>现在无法打开</translation>
    </message>
    <message>
        <source>No shots yet</source>
        <translation>还没有镜头</translation>
    </message>
    <message>
        <source>1 shot</source>
        <translation>1 个镜头</translation>
    </message>
    <message>
        <source>{n} shots</source>
        <translation>{n} 个镜头</translation>
    </message>
</context>
<context>
    <name>ReferencesSection</name>
    <message>
        <source>References</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>Bring in a picture for this shot</source>
        <translation>为这个镜头导入图片</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>Open Models</source>
        <translation>打开“模型”</translation>
    </message>
    <message>
        <source>Show the shot</source>
        <translation>显示该镜头</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>May look</source>
        <translation>可以查看</translation>
    </message>
    <message>
        <source>May comment</source>
        <translation>可以评论</translation>
    </message>
    <message>
        <source>May edit</source>
        <translation>可以编辑</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>主人</translation>
    </message>
</context>
<context>
    <name>SavedSign</name>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>只读</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Titles, words, files, shots, kinds, states</source>
        <translation>标题、文字、文件、镜号、类型、状态</translation>
    </message>
    <message>
        <source>Find on the board</source>
        <translation>在画板上查找</translation>
    </message>
    <message>
        <source>The hit before</source>
        <translation>上一个结果</translation>
    </message>
    <message>
        <source>The next hit</source>
        <translation>下一个结果</translation>
    </message>
    <message>
        <source>Select all hits</source>
        <translation>选中所有结果</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>{n} found</source>
        <translation>找到 {n} 个</translation>
    </message>
    <message>
        <source>{at} of {n}</source>
        <translation>第 {at} / {n} 个</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Looks and words</source>
        <translation>外观与语言</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>高对比度深色</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>高对比度浅色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Size of everything</source>
        <translation>界面大小</translation>
    </message>
    <message>
        <source>From the next start of Shotweave on.</source>
        <translation>下次启动 Shotweave 时生效。</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Reduced: nothing glides</source>
        <translation>减弱：没有滑动</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动态效果</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>画布操作</translation>
    </message>
    <message>
        <source>Zooms</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Moves the view</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>The wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Dragging with the right button moves the view</source>
        <translation>按住右键拖动来移动视图</translation>
    </message>
    <message>
        <source>The pointer leafs through the clip it rests on</source>
        <translation>指针停在片段上时可翻看画面</translation>
    </message>
    <message>
        <source>Nodes snap to one another</source>
        <translation>节点互相吸附</translation>
    </message>
    <message>
        <source>Show the grid</source>
        <translation>显示网格</translation>
    </message>
    <message>
        <source>Show the map in the corner</source>
        <translation>显示角落里的小地图</translation>
    </message>
    <message>
        <source>You, as others see you</source>
        <translation>别人看到的你</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>你的名字</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名字</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Shortcuts…</source>
        <translation>快捷键…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SettingsSection</name>
    <message>
        <source>Settings of the model</source>
        <translation>模型设置</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>More steps draw more carefully and take longer</source>
        <translation>步数越多越细致，耗时也越长</translation>
    </message>
    <message>
        <source>How closely the model keeps to the words</source>
        <translation>模型遵循文字的程度</translation>
    </message>
    <message>
        <source>Skipped steps</source>
        <translation>跳过的步骤</translation>
    </message>
    <message>
        <source>Where little changes</source>
        <translation>变化很小的步骤</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不跳过</translation>
    </message>
    <message>
        <source>A step in which little changes answers as the one before: quicker, and drawn a little differently, so that the shot is another one</source>
        <translation>变化很小的步骤沿用上一步的结果：更快，但画面略有不同，因此镜头会成为另一个镜头</translation>
    </message>
    <message>
        <source>Never with weights in fewer bits</source>
        <translation>绝不使用低位数权重</translation>
    </message>
    <message>
        <source>A card with little memory keeps them so otherwise, and draws nearly the same</source>
        <translation>否则显存小的显卡会以低位数保存权重，画出的结果几乎相同</translation>
    </message>
    <message>
        <source>What to avoid</source>
        <translation>要避免的内容</translation>
    </message>
    <message>
        <source>What to avoid: blurry, text, extra fingers…</source>
        <translation>要避免的内容：模糊、文字、多余的手指……</translation>
    </message>
    <message>
        <source>As the model: where little changes</source>
        <translation>按模型设置：跳过变化很小的步骤</translation>
    </message>
    <message>
        <source>As the model: none</source>
        <translation>按模型设置：不跳过</translation>
    </message>
</context>
<context>
    <name>SeveralPanel</name>
    <message>
        <source>{n} nodes selected</source>
        <translation>已选中 {n} 个节点</translation>
    </message>
    <message>
        <source>Render {n} clips</source>
        <translation>渲染 {n} 个片段</translation>
    </message>
    <message>
        <source>Make clips of {n} files</source>
        <translation>用 {n} 个文件制作片段</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>ShareDialog</name>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部内容</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>look and say something</source>
        <translation>查看并发表意见</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>no more</source>
        <translation>仅此而已</translation>
    </message>
    <message>
        <source>End this link: whoever came by it has to leave</source>
        <translation>终止此链接：经由它进来的人必须离开</translation>
    </message>
    <message>
        <source>Its guests have to leave</source>
        <translation>用它进来的人会离开</translation>
    </message>
    <message>
        <source>The old link has ended</source>
        <translation>旧链接已停用</translation>
    </message>
    <message>
        <source>End the link</source>
        <translation>停用链接</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Share the board</source>
        <translation>共享画板</translation>
    </message>
    <message>
        <source>You, as the others see you</source>
        <translation>别人看到的你</translation>
    </message>
    <message>
        <source>Whoever has this link may</source>
        <translation>持有此链接的人可以</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>By which of its addresses this computer is reached</source>
        <translation>经由哪个地址连接这台电脑</translation>
    </message>
    <message>
        <source>Whoever joins is shown the same figures: then it is this computer that answers</source>
        <translation>加入的人会看到同样的数字，由此可知应答的就是这台电脑</translation>
    </message>
    <message>
        <source>Stop sharing</source>
        <translation>停止共享</translation>
    </message>
    <message>
        <source>Leave the room</source>
        <translation>离开房间</translation>
    </message>
    <message>
        <source>Not shared now.</source>
        <translation>现在没有共享。</translation>
    </message>
    <message>
        <source>Open for everyone in this network with a link, as long as this board is open here.</source>
        <translation>只要画板在这里打开，本网络内持有链接的人都能进入。</translation>
    </message>
    <message>
        <source>Open for everyone with a link, as long as this board is open here.</source>
        <translation>只要画板在这里打开，持有链接的人都能进入。</translation>
    </message>
    <message>
        <source>Opening the room on this computer…</source>
        <translation>正在这台电脑上打开房间…</translation>
    </message>
    <message>
        <source>Scan to edit</source>
        <translation>扫码编辑</translation>
    </message>
    <message>
        <source>Scan to comment</source>
        <translation>扫码评论</translation>
    </message>
    <message>
        <source>Scan to look</source>
        <translation>扫码查看</translation>
    </message>
    <message>
        <source>Here now: {n}</source>
        <translation>现在在这里：{n}</translation>
    </message>
    <message>
        <source>Send a link: whoever opens it shows up here.</source>
        <translation>发送链接：打开它的人会出现在这里。</translation>
    </message>
    <message>
        <source>What you can do with {name}</source>
        <translation>可以对{name}做的事</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Find a command, in English or Chinese</source>
        <translation>用中文或英文查找命令</translation>
    </message>
    <message>
        <source>…or press its key here</source>
        <translation>……或在这里按下它的按键</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Written to {path}.</source>
        <translation>已写入 {path}。</translation>
    </message>
    <message>
        <source>Taken from the file: keys of {count} commands.</source>
        <translation>已从文件导入 {count} 个命令的快捷键。</translation>
    </message>
    <message>
        <source>Export shortcuts</source>
        <translation>导出快捷键</translation>
    </message>
    <message>
        <source>Import shortcuts</source>
        <translation>导入快捷键</translation>
    </message>
    <message>
        <source>And {n} more.</source>
        <translation>另有 {n} 条。</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>No command has this name or this key.</source>
        <translation>没有命令使用这个名字或按键。</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部恢复</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Import...</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出…</translation>
    </message>
</context>
<context>
    <name>ShotFoot</name>
    <message>
        <source>The program ended while this was rendering. Render it again.</source>
        <translation>渲染时程序已退出，请重新渲染。</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Add to the film</source>
        <translation>加入影片</translation>
    </message>
    <message>
        <source>Waiting · stop</source>
        <translation>等待中 · 停止</translation>
    </message>
    <message>
        <source>{percent} % · stop</source>
        <translation>{percent}% · 停止</translation>
    </message>
</context>
<context>
    <name>SketchPanel</name>
    <message>
        <source>Small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>Very large</source>
        <translation>特大</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左对齐</translation>
    </message>
    <message>
        <source>Centred</source>
        <translation>居中</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右对齐</translation>
    </message>
    <message>
        <source>At the end</source>
        <translation>终点</translation>
    </message>
    <message>
        <source>At both ends</source>
        <translation>两端</translation>
    </message>
    <message>
        <source>No heads</source>
        <translation>无箭头</translation>
    </message>
    <message>
        <source>Curved to the left</source>
        <translation>向左弯</translation>
    </message>
    <message>
        <source>Straight</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>Curved to the right</source>
        <translation>向右弯</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>线条</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>箭头</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>粗细</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
</context>
<context>
    <name>SpeedDialog</name>
    <message>
        <source>Speed and space</source>
        <translation>速度与空间</translation>
    </message>
    <message>
        <source>{name} · not installed</source>
        <translation>{name} · 未安装</translation>
    </message>
    <message>
        <source>By itself: where it helps</source>
        <translation>自动：在有帮助时</translation>
    </message>
    <message>
        <source>By itself: no compiler is here</source>
        <translation>自动：这里没有编译器</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>总是</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>By itself: where memory is short</source>
        <translation>自动：在内存不足时</translation>
    </message>
    <message>
        <source>By itself: the best that PyTorch has</source>
        <translation>自动：PyTorch 中最快的方式</translation>
    </message>
    <message>
        <source>PyTorch, as it chooses</source>
        <translation>PyTorch，由它选择</translation>
    </message>
    <message>
        <source>PyTorch with cuDNN</source>
        <translation>PyTorch 与 cuDNN</translation>
    </message>
    <message>
        <source>PyTorch, sparing memory</source>
        <translation>PyTorch，节省内存</translation>
    </message>
    <message>
        <source>PyTorch, Flash</source>
        <translation>PyTorch，Flash</translation>
    </message>
    <message>
        <source>PyTorch, step by step: the slowest, to compare with</source>
        <translation>PyTorch，逐步计算：最慢，仅供比较</translation>
    </message>
    <message>
        <source>FlexAttention, compiled</source>
        <translation>FlexAttention，编译后运行</translation>
    </message>
    <message>
        <source>How models are run on this computer</source>
        <translation>模型在这台电脑上的运行方式</translation>
    </message>
    <message>
        <source>All of this holds from the next shot on, for every model. What would draw another picture, as skipping steps does, is chosen for each shot in the inspector.</source>
        <translation>这些设置从下一个镜头起对所有模型生效。会改变画面的选项（例如跳过步骤）在检查器中按镜头选择。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>How each part of a picture is compared with all others, the longest piece of the work. The results are alike but for the last bits; which one is the quickest depends on the card.</source>
        <translation>画面的每一部分如何与其他部分比较，这是最耗时的工作。结果几乎完全相同；哪种最快取决于显卡。</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>The first shot of a model begins up to a minute later, and each step is quicker. For NVIDIA and AMD cards, while all weights stay on the card.</source>
        <translation>模型的第一个镜头最多晚一分钟开始，但每一步更快。适用于 NVIDIA 和 AMD 显卡，且全部权重留在显卡上时。</translation>
    </message>
    <message>
        <source>Decoding in tiles</source>
        <translation>分块解码</translation>
    </message>
    <message>
        <source>Needs far less memory at the end of a shot, and takes longer. Where tiles meet, the picture may differ a little.</source>
        <translation>镜头结束时所需内存大大减少，但耗时更长。块与块的交界处画面可能略有不同。</translation>
    </message>
    <message>
        <source>Words that were read</source>
        <translation>已读取的文字</translation>
    </message>
    <message>
        <source>Shots before decoding</source>
        <translation>解码前的镜头</translation>
    </message>
    <message>
        <source>Colours of previews</source>
        <translation>预览的颜色</translation>
    </message>
    <message>
        <source>Work that is kept</source>
        <translation>保留的中间结果</translation>
    </message>
    <message>
        <source>So that the same words are not read twice, and a shot that fails at its end is not drawn again. What was not used longest goes first. Takes and films are not among this.</source>
        <translation>这样同样的文字不必读两遍，最后才失败的镜头也不必重画。最久未用的最先清除。条次和影片不在其中。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear the work that is kept</source>
        <translation>清除保留的中间结果</translation>
    </message>
    <message>
        <source>{size} of at most {most}</source>
        <translation>{size}，最多 {most}</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>From a board to a film, on your own machine.</source>
        <translation>从画板到影片，就在你自己的电脑上。</translation>
    </message>
    <message>
        <source>New board</source>
        <translation>新建画板</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>An empty canvas</source>
        <translation>空白画布</translation>
    </message>
    <message>
        <source>From this machine</source>
        <translation>来自这台电脑</translation>
    </message>
    <message>
        <source>Join…</source>
        <translation>加入…</translation>
    </message>
    <message>
        <source>With a link you have</source>
        <translation>用你收到的链接</translation>
    </message>
    <message>
        <source>A film in eight shots</source>
        <translation>八个镜头的影片</translation>
    </message>
    <message>
        <source>A film in eight shots, ready to play, to take apart and to render anew</source>
        <translation>由八个镜头组成的影片，可以播放、拆解和重新渲染</translation>
    </message>
    <message>
        <source>Recent boards</source>
        <translation>最近的画板</translation>
    </message>
    <message>
        <source>{n} video models installed; Animatic renders the rest.</source>
        <translation>已安装 {n} 个视频模型；其余由 Animatic 渲染。</translation>
    </message>
    <message>
        <source>No video model installed; Animatic renders now.</source>
        <translation>未安装视频模型；目前由 Animatic 渲染。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>StripWords</name>
    <message>
        <source>1 shot</source>
        <translation>1 个镜头</translation>
    </message>
    <message>
        <source>{n} shots</source>
        <translation>{n} 个镜头</translation>
    </message>
    <message>
        <source>1 final</source>
        <translation>1 个成片</translation>
    </message>
    <message>
        <source>{n} final</source>
        <translation>{n} 个成片</translation>
    </message>
    <message>
        <source>1 draft</source>
        <translation>1 个草稿</translation>
    </message>
    <message>
        <source>{n} drafts</source>
        <translation>{n} 个草稿</translation>
    </message>
    <message>
        <source>1 rendering</source>
        <translation>1 个渲染中</translation>
    </message>
    <message>
        <source>{n} rendering</source>
        <translation>{n} 个渲染中</translation>
    </message>
    <message>
        <source>1 to render again</source>
        <translation>1 个需重新渲染</translation>
    </message>
    <message>
        <source>{n} to render again</source>
        <translation>{n} 个需重新渲染</translation>
    </message>
    <message>
        <source>1 failed</source>
        <translation>1 个失败</translation>
    </message>
    <message>
        <source>{n} failed</source>
        <translation>{n} 个失败</translation>
    </message>
    <message>
        <source>1 interrupted</source>
        <translation>1 个已中断</translation>
    </message>
    <message>
        <source>{n} interrupted</source>
        <translation>{n} 个已中断</translation>
    </message>
    <message>
        <source>1 still</source>
        <translation>1 个静帧</translation>
    </message>
    <message>
        <source>{n} stills</source>
        <translation>{n} 个静帧</translation>
    </message>
    <message>
        <source>1 card</source>
        <translation>1 张字卡</translation>
    </message>
    <message>
        <source>{n} cards</source>
        <translation>{n} 张字卡</translation>
    </message>
    <message>
        <source>1 muted</source>
        <translation>1 个已停用</translation>
    </message>
    <message>
        <source>{n} muted</source>
        <translation>{n} 个已停用</translation>
    </message>
    <message>
        <source>No shots yet</source>
        <translation>还没有镜头</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>需重渲染</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>still</source>
        <translation>静帧</translation>
    </message>
    <message>
        <source>card</source>
        <translation>字卡</translation>
    </message>
    <message>
        <source>All shots of the film are muted. Right-click a number to unmute it.</source>
        <translation>影片的镜头都已停用。右键点按编号即可启用。</translation>
    </message>
    <message>
        <source>The film is empty. Select clips and choose Add selection to film.</source>
        <translation>影片是空的。选中片段，再选择“将所选加入影片”。</translation>
    </message>
</context>
<context>
    <name>SubjectSection</name>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Draw a box around what stands in front: it moves by itself.</source>
        <translation>框出前景主体，它会独立移动。</translation>
    </message>
</context>
<context>
    <name>Swatches</name>
    <message>
        <source>No colour</source>
        <translation>无颜色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Coral</source>
        <translation>珊瑚色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
</context>
<context>
    <name>TakesSection</name>
    <message>
        <source>Takes ({n})</source>
        <translation>条次（{n}）</translation>
    </message>
    <message>
        <source>Take {n}: {model}</source>
        <translation>第 {n} 条：{model}</translation>
    </message>
</context>
<context>
    <name>ThreadCard</name>
    <message>
        <source>Comment; @ names somebody</source>
        <translation>写评论；用 @ 提到某人</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>发送（回车）</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>标为已解决</translation>
    </message>
    <message>
        <source>What this answers was deleted.</source>
        <translation>所回复的评论已被删除。</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>某人</translation>
    </message>
    <message>
        <source>Resolved by {name}, {time}</source>
        <translation>{name} 标为已解决，{time}</translation>
    </message>
    <message>
        <source>{count} characters; at most {most} fit into one comment.</source>
        <translation>{count} 个字符；一条评论最多 {most} 个。</translation>
    </message>
</context>
<context>
    <name>ThreadRow</name>
    <message>
        <source>Somebody</source>
        <translation>某人</translation>
    </message>
    <message>
        <source>{n} more</source>
        <translation>另有 {n} 条</translation>
    </message>
</context>
<context>
    <name>Threads</name>
    <message>
        <source>unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>已解决</translation>
    </message>
</context>
<context>
    <name>TimeTravel</name>
    <message>
        <source>1 new change meanwhile</source>
        <translation>期间有 1 处新更改</translation>
    </message>
    <message>
        <source>{n} new changes meanwhile</source>
        <translation>期间有 {n} 处新更改</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>TitleEditor</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>ToolRail</name>
    <message>
        <source>Select  V</source>
        <translation>选择  V</translation>
    </message>
    <message>
        <source>Move the view  H</source>
        <translation>移动视图  H</translation>
    </message>
    <message>
        <source>Text  T</source>
        <translation>文字  T</translation>
    </message>
    <message>
        <source>Note  N</source>
        <translation>便签  N</translation>
    </message>
    <message>
        <source>Arrow  A</source>
        <translation>箭头  A</translation>
    </message>
    <message>
        <source>Pen  D</source>
        <translation>画笔  D</translation>
    </message>
    <message>
        <source>Eraser  E</source>
        <translation>橡皮  E</translation>
    </message>
    <message>
        <source>Laser pointer  K</source>
        <translation>激光笔  K</translation>
    </message>
    <message>
        <source>Comment  C</source>
        <translation>评论  C</translation>
    </message>
    <message>
        <source>Add: {kind}</source>
        <translation>添加：{kind}</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>更多工具</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Shared</source>
        <translation>已共享</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Stop {count}</source>
        <translation>停止 {count}</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Double click to rename</source>
        <translation>双击重命名</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Write the film to a file</source>
        <translation>把影片写成文件</translation>
    </message>
    <message>
        <source>Render the shots that have changed</source>
        <translation>渲染有改动的镜头</translation>
    </message>
    <message>
        <source>Let others work on this board</source>
        <translation>让别人一起使用这块画板</translation>
    </message>
</context>
<context>
    <name>TourCard</name>
    <message>
        <source>{at} of {n}</source>
        <translation>{at} / {n}</translation>
    </message>
    <message>
        <source>Skip the tour</source>
        <translation>跳过导览</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Say what happens</source>
        <translation>写下发生的事</translation>
    </message>
    <message>
        <source>Press here, or double-click the field and choose Words. Then write one line: “A cat on a roof at night. Slow push in.”</source>
        <translation>点这里，或双击空白处选择“文字”，然后写一行：“夜里，屋顶上的一只猫。缓慢推近。”</translation>
    </message>
    <message>
        <source>Give it a picture</source>
        <translation>给它一张图片</translation>
    </message>
    <message>
        <source>Drop a photo or a drawing on the field, or press here to pick one. A clip is made for it at once.</source>
        <translation>把照片或手绘拖到画板上，或点这里选择一张。会立即为它建一个片段。</translation>
    </message>
    <message>
        <source>Join them</source>
        <translation>把它们连起来</translation>
    </message>
    <message>
        <source>Pull a thread from this port to the clip: the words now direct the picture. Let go on the empty field to make something new.</source>
        <translation>从这个端口拉一条线到片段：文字就开始指挥画面。在空白处松手可以新建节点。</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>This renders what is not up to date, and nothing else. Ctrl+Enter renders what you have selected.</source>
        <translation>只渲染需要更新的部分。Ctrl+Enter 渲染你选中的节点。</translation>
    </message>
    <message>
        <source>Watch it</source>
        <translation>看一看</translation>
    </message>
    <message>
        <source>P plays the whole film from here, Space the selected clip. Drag a shot to another place, or its edge to make it shorter.</source>
        <translation>按 P 从这里播放整部影片，按空格播放选中的片段。拖动镜头可换位置，拖动边缘可剪短。</translation>
    </message>
    <message>
        <source>Take it with you</source>
        <translation>带走成片</translation>
    </message>
    <message>
        <source>Export writes the film to a file. The board is a folder: copy it to share everything. Ctrl+K finds every command, F1 shows the keys.</source>
        <translation>“导出”把影片写入文件。画板就是一个文件夹：复制它即可分享全部内容。Ctrl+K 查找所有命令，F1 查看快捷键。</translation>
    </message>
</context>
<context>
    <name>Verbs</name>
    <message>
        <source>Bringing in {name}</source>
        <translation>正在导入 {name}</translation>
    </message>
    <message>
        <source>Checking the board</source>
        <translation>正在检查画板</translation>
    </message>
</context>
<context>
    <name>WordsSection</name>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>What happens, and how the camera moves: push in, pan left…</source>
        <translation>发生什么，镜头怎么动：推近、左摇……</translation>
    </message>
</context>
<context>
    <name>Working</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>WritingPanel</name>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Say how the camera moves in plain words: push in, pan left, orbit, handheld, slow… Name an element with @.</source>
        <translation>用平常的话写运镜：推近、左摇、环绕、手持、缓慢……用 @ 提到元素。</translation>
    </message>
</context>
<context>
    <name>ZoomBox</name>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Show at actual size</source>
        <translation>按实际大小显示</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
</context>
<context>
    <name>commands</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Board settings</source>
        <translation>画板设置</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Describe the board</source>
        <translation>描述画板</translation>
    </message>
    <message>
        <source>Check the board</source>
        <translation>检查画板</translation>
    </message>
    <message>
        <source>Export film...</source>
        <translation>导出影片...</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>取消导出</translation>
    </message>
    <message>
        <source>Add to film</source>
        <translation>加入影片</translation>
    </message>
    <message>
        <source>Add selection to film</source>
        <translation>将所选加入影片</translation>
    </message>
    <message>
        <source>Remove from film</source>
        <translation>移出影片</translation>
    </message>
    <message>
        <source>Move shot</source>
        <translation>移动镜头</translation>
    </message>
    <message>
        <source>Trim shot</source>
        <translation>修剪镜头</translation>
    </message>
    <message>
        <source>Transition</source>
        <translation>转场</translation>
    </message>
    <message>
        <source>Number shot</source>
        <translation>给镜头编号</translation>
    </message>
    <message>
        <source>Number all shots</source>
        <translation>给所有镜头编号</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>改接</translation>
    </message>
    <message>
        <source>Why not connect</source>
        <translation>为何不能连接</translation>
    </message>
    <message>
        <source>Import files...</source>
        <translation>导入文件...</translation>
    </message>
    <message>
        <source>Paste picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Choose file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Make clips of pictures</source>
        <translation>用图片做片段</translation>
    </message>
    <message>
        <source>Add node</source>
        <translation>添加节点</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation>排列</translation>
    </message>
    <message>
        <source>Resize</source>
        <translation>调整大小</translation>
    </message>
    <message>
        <source>Resize several</source>
        <translation>调整多个节点的大小</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>书写</translation>
    </message>
    <message>
        <source>Set parameter</source>
        <translation>设置参数</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation>锁定或解锁</translation>
    </message>
    <message>
        <source>Bring to front</source>
        <translation>移到最前</translation>
    </message>
    <message>
        <source>Send to back</source>
        <translation>移到最后</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Render before all others</source>
        <translation>优先渲染</translation>
    </message>
    <message>
        <source>Cancel what is rendering</source>
        <translation>取消正在进行的渲染</translation>
    </message>
    <message>
        <source>Cancel all renders</source>
        <translation>取消全部渲染</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Fit all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Fit selection</source>
        <translation>显示所选</translation>
    </message>
    <message>
        <source>Zoom to 100 %</source>
        <translation>缩放到 100%</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select none</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select what feeds this</source>
        <translation>选择上游</translation>
    </message>
    <message>
        <source>Select what this feeds</source>
        <translation>选择下游</translation>
    </message>
    <message>
        <source>Show the map</source>
        <translation>显示小地图</translation>
    </message>
    <message>
        <source>Show the grid</source>
        <translation>显示网格</translation>
    </message>
    <message>
        <source>Snap to other nodes</source>
        <translation>对齐到其他节点</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>People</source>
        <translation>协作者</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>Distribute</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Panes</source>
        <translation>窗格</translation>
    </message>
    <message>
        <source>Choose take</source>
        <translation>选用条次</translation>
    </message>
    <message>
        <source>Align left</source>
        <translation>左对齐</translation>
    </message>
    <message>
        <source>Align centres</source>
        <translation>水平居中对齐</translation>
    </message>
    <message>
        <source>Align right</source>
        <translation>右对齐</translation>
    </message>
    <message>
        <source>Align top</source>
        <translation>顶端对齐</translation>
    </message>
    <message>
        <source>Align middles</source>
        <translation>垂直居中对齐</translation>
    </message>
    <message>
        <source>Align bottom</source>
        <translation>底端对齐</translation>
    </message>
    <message>
        <source>Distribute horizontally</source>
        <translation>水平等距分布</translation>
    </message>
    <message>
        <source>Distribute vertically</source>
        <translation>垂直等距分布</translation>
    </message>
    <message>
        <source>Tidy along the flow</source>
        <translation>沿流向整理</translation>
    </message>
    <message>
        <source>Frame the selection</source>
        <translation>将所选放入场景框</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>编组</translation>
    </message>
    <message>
        <source>Ungroup</source>
        <translation>取消编组</translation>
    </message>
    <message>
        <source>Collapse or expand</source>
        <translation>折叠或展开</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Paste with incoming links</source>
        <translation>粘贴并保留输入连线</translation>
    </message>
    <message>
        <source>Bookmark this view</source>
        <translation>为当前视图加书签</translation>
    </message>
    <message>
        <source>Go to bookmark</source>
        <translation>前往书签</translation>
    </message>
    <message>
        <source>Rename bookmark</source>
        <translation>重命名书签</translation>
    </message>
    <message>
        <source>Bookmark what is in sight now</source>
        <translation>让书签指向当前视图</translation>
    </message>
    <message>
        <source>Delete bookmark</source>
        <translation>删除书签</translation>
    </message>
    <message>
        <source>Back to where I looked</source>
        <translation>回到刚才的视图</translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation>再次前进</translation>
    </message>
    <message>
        <source>Take out of the flow</source>
        <translation>从流程中抽离</translation>
    </message>
    <message>
        <source>Bend link</source>
        <translation>弯折连线</translation>
    </message>
    <message>
        <source>Insert into link</source>
        <translation>插入连线</translation>
    </message>
    <message>
        <source>Insert here</source>
        <translation>在此插入</translation>
    </message>
    <message>
        <source>Mute or unmute</source>
        <translation>停用或启用</translation>
    </message>
    <message>
        <source>Bypass or use</source>
        <translation>绕过或使用</translation>
    </message>
    <message>
        <source>Put into a scene frame</source>
        <translation>放入场景框</translation>
    </message>
    <message>
        <source>Select the same kind</source>
        <translation>选择同类节点</translation>
    </message>
    <message>
        <source>Invert selection</source>
        <translation>反选</translation>
    </message>
    <message>
        <source>Write on the board</source>
        <translation>在画板上写字</translation>
    </message>
    <message>
        <source>Draw an arrow</source>
        <translation>画箭头</translation>
    </message>
    <message>
        <source>Point an arrow elsewhere</source>
        <translation>改变箭头的指向</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>绘画</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Go to bookmark 1</source>
        <translation>前往书签 1</translation>
    </message>
    <message>
        <source>Go to bookmark 2</source>
        <translation>前往书签 2</translation>
    </message>
    <message>
        <source>Go to bookmark 3</source>
        <translation>前往书签 3</translation>
    </message>
    <message>
        <source>Go to bookmark 4</source>
        <translation>前往书签 4</translation>
    </message>
    <message>
        <source>Go to bookmark 5</source>
        <translation>前往书签 5</translation>
    </message>
    <message>
        <source>Go to bookmark 6</source>
        <translation>前往书签 6</translation>
    </message>
    <message>
        <source>Go to bookmark 7</source>
        <translation>前往书签 7</translation>
    </message>
    <message>
        <source>Go to bookmark 8</source>
        <translation>前往书签 8</translation>
    </message>
    <message>
        <source>Go to bookmark 9</source>
        <translation>前往书签 9</translation>
    </message>
    <message>
        <source>Go on to the right</source>
        <translation>向右继续</translation>
    </message>
    <message>
        <source>Feed from the left</source>
        <translation>从左侧供给</translation>
    </message>
    <message>
        <source>Go on above</source>
        <translation>向上继续</translation>
    </message>
    <message>
        <source>Go on below</source>
        <translation>向下继续</translation>
    </message>
    <message>
        <source>Link with the arrow keys</source>
        <translation>用方向键连线</translation>
    </message>
    <message>
        <source>Add a bend</source>
        <translation>添加弯折点</translation>
    </message>
    <message>
        <source>Remove this bend</source>
        <translation>移除此弯折点</translation>
    </message>
    <message>
        <source>Straighten</source>
        <translation>拉直</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>下一个窗格</translation>
    </message>
    <message>
        <source>Pane before</source>
        <translation>上一个窗格</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Film strip</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>Find on the board</source>
        <translation>在画板上查找</translation>
    </message>
    <message>
        <source>Find the next</source>
        <translation>查找下一个</translation>
    </message>
    <message>
        <source>Find the one before</source>
        <translation>查找上一个</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>便签</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>箭头</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮</translation>
    </message>
    <message>
        <source>Laser pointer</source>
        <translation>激光笔</translation>
    </message>
    <message>
        <source>Keep the tool after one use</source>
        <translation>用完后保留工具</translation>
    </message>
    <message>
        <source>Tour of one minute</source>
        <translation>一分钟导览</translation>
    </message>
    <message>
        <source>Thin pen</source>
        <translation>细画笔</translation>
    </message>
    <message>
        <source>Medium pen</source>
        <translation>中等画笔</translation>
    </message>
    <message>
        <source>Thick pen</source>
        <translation>粗画笔</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Answer a comment</source>
        <translation>回复评论</translation>
    </message>
    <message>
        <source>Edit a comment</source>
        <translation>编辑评论</translation>
    </message>
    <message>
        <source>Move a comment</source>
        <translation>移动评论</translation>
    </message>
    <message>
        <source>Delete a comment</source>
        <translation>删除评论</translation>
    </message>
    <message>
        <source>Resolve a comment</source>
        <translation>将评论标为已解决</translation>
    </message>
    <message>
        <source>Reopen a comment</source>
        <translation>重新打开评论</translation>
    </message>
    <message>
        <source>Mark a comment as read</source>
        <translation>将评论标为已读</translation>
    </message>
    <message>
        <source>Mark all comments as read</source>
        <translation>将所有评论标为已读</translation>
    </message>
    <message>
        <source>Next unread comment</source>
        <translation>下一条未读评论</translation>
    </message>
    <message>
        <source>Go to a comment</source>
        <translation>前往评论</translation>
    </message>
    <message>
        <source>Undo in comments</source>
        <translation>撤销评论操作</translation>
    </message>
    <message>
        <source>Redo in comments</source>
        <translation>重做评论操作</translation>
    </message>
    <message>
        <source>Name a version</source>
        <translation>命名版本</translation>
    </message>
    <message>
        <source>Rename version</source>
        <translation>重命名版本</translation>
    </message>
    <message>
        <source>Delete version name</source>
        <translation>删除版本名称</translation>
    </message>
    <message>
        <source>Restore this moment</source>
        <translation>恢复这一时刻</translation>
    </message>
    <message>
        <source>Restore nodes of this moment</source>
        <translation>恢复这一时刻的节点</translation>
    </message>
    <message>
        <source>Copy this moment as a new board</source>
        <translation>将这一时刻复制为新画板</translation>
    </message>
    <message>
        <source>Fetch original</source>
        <translation>取回原始文件</translation>
    </message>
    <message>
        <source>Stop fetching</source>
        <translation>停止取回</translation>
    </message>
    <message>
        <source>List of comments</source>
        <translation>评论列表</translation>
    </message>
    <message>
        <source>Comments on the canvas</source>
        <translation>画布上的评论</translation>
    </message>
    <message>
        <source>Comment on what is selected</source>
        <translation>评论所选内容</translation>
    </message>
    <message>
        <source>Follow the next person</source>
        <translation>跟随下一位</translation>
    </message>
    <message>
        <source>Follow nobody</source>
        <translation>不跟随任何人</translation>
    </message>
    <message>
        <source>Go to the next person</source>
        <translation>前往下一位那里</translation>
    </message>
    <message>
        <source>Bring everyone to me</source>
        <translation>请所有人到我这里</translation>
    </message>
    <message>
        <source>Say something at the pointer</source>
        <translation>在指针处说点什么</translation>
    </message>
    <message>
        <source>Share...</source>
        <translation>共享...</translation>
    </message>
    <message>
        <source>Copy a link to edit</source>
        <translation>复制编辑链接</translation>
    </message>
    <message>
        <source>Join a board...</source>
        <translation>加入画板...</translation>
    </message>
    <message>
        <source>Leave the room</source>
        <translation>离开房间</translation>
    </message>
    <message>
        <source>My name and colour...</source>
        <translation>我的名字和颜色...</translation>
    </message>
    <message>
        <source>New board...</source>
        <translation>新建画板…</translation>
    </message>
    <message>
        <source>Open...</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Close the board</source>
        <translation>关闭画板</translation>
    </message>
    <message>
        <source>Insert...</source>
        <translation>插入…</translation>
    </message>
    <message>
        <source>Play the film</source>
        <translation>播放影片</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Move the view</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>Find a command...</source>
        <translation>查找命令…</translation>
    </message>
    <message>
        <source>Show or hide the panels</source>
        <translation>显示或隐藏面板</translation>
    </message>
    <message>
        <source>Choose model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Choose quality</source>
        <translation>选择质量</translation>
    </message>
    <message>
        <source>Choose what enlarges</source>
        <translation>选择放大方式</translation>
    </message>
    <message>
        <source>Choose frames in between</source>
        <translation>选择补帧方式</translation>
    </message>
    <message>
        <source>Lend my graphics card to this room</source>
        <translation>把我的显卡借给这个房间</translation>
    </message>
    <message>
        <source>Look for graphics cards again</source>
        <translation>重新查找显卡</translation>
    </message>
    <message>
        <source>List models</source>
        <translation>列出模型</translation>
    </message>
    <message>
        <source>Add model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Download model</source>
        <translation>下载模型</translation>
    </message>
    <message>
        <source>Pause download</source>
        <translation>暂停下载</translation>
    </message>
    <message>
        <source>Cancel download</source>
        <translation>取消下载</translation>
    </message>
    <message>
        <source>Verify model</source>
        <translation>校验模型</translation>
    </message>
    <message>
        <source>Speed of models</source>
        <translation>模型的速度</translation>
    </message>
    <message>
        <source>Clear kept work</source>
        <translation>清除保留的中间结果</translation>
    </message>
    <message>
        <source>Remove model</source>
        <translation>移除模型</translation>
    </message>
    <message>
        <source>Pause rendering</source>
        <translation>暂停渲染</translation>
    </message>
    <message>
        <source>Render next</source>
        <translation>下一个渲染</translation>
    </message>
    <message>
        <source>Move in the queue</source>
        <translation>在队列中移动</translation>
    </message>
    <message>
        <source>Take out of the queue</source>
        <translation>移出队列</translation>
    </message>
    <message>
        <source>Render again</source>
        <translation>重新渲染</translation>
    </message>
    <message>
        <source>Clear ended renders</source>
        <translation>清除已结束的渲染</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Queue of renders</source>
        <translation>渲染队列</translation>
    </message>
    <message>
        <source>Settings...</source>
        <translation>设置...</translation>
    </message>
    <message>
        <source>All keys and gestures</source>
        <translation>全部按键与手势</translation>
    </message>
    <message>
        <source>Change shortcuts...</source>
        <translation>更改快捷键...</translation>
    </message>
    <message>
        <source>About Shotweave</source>
        <translation>关于 Shotweave</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Name this version...</source>
        <translation>为此版本命名...</translation>
    </message>
    <message>
        <source>Play what is selected</source>
        <translation>播放所选</translation>
    </message>
    <message>
        <source>Play all in sight</source>
        <translation>播放视野内全部片段</translation>
    </message>
    <message>
        <source>Stop playing</source>
        <translation>停止播放</translation>
    </message>
    <message>
        <source>Ask to edit</source>
        <translation>请求编辑权限</translation>
    </message>
</context>
<context>
    <name>gestures</name>
    <message>
        <source>Moving about</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>Middle button or Space, drag</source>
        <translation>中键或空格拖动</translation>
    </message>
    <message>
        <source>Move the view</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>Two fingers</source>
        <translation>双指滑动</translation>
    </message>
    <message>
        <source>Wheel, or pinch</source>
        <translation>滚轮或双指捏合</translation>
    </message>
    <message>
        <source>Zoom where the pointer is</source>
        <translation>以指针为中心缩放</translation>
    </message>
    <message>
        <source>Ctrl, wheel</source>
        <translation>Ctrl + 滚轮</translation>
    </message>
    <message>
        <source>Zoom, whatever the wheel is set to</source>
        <translation>缩放，不论滚轮如何设置</translation>
    </message>
    <message>
        <source>Tap Space</source>
        <translation>轻按空格</translation>
    </message>
    <message>
        <source>Play the selected clip, or the film</source>
        <translation>播放所选片段或影片</translation>
    </message>
    <message>
        <source>F6, Shift F6</source>
        <translation>F6、Shift F6</translation>
    </message>
    <message>
        <source>To the next or the last pane</source>
        <translation>到下一个或上一个面板</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Give up what the hand is doing</source>
        <translation>放弃正在做的操作</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Double click on empty, or Tab</source>
        <translation>双击空白处，或 Tab</translation>
    </message>
    <message>
        <source>Insert a node</source>
        <translation>插入节点</translation>
    </message>
    <message>
        <source>Double click on a node, or Enter</source>
        <translation>双击节点，或回车</translation>
    </message>
    <message>
        <source>Write in it</source>
        <translation>编辑其中的文字</translation>
    </message>
    <message>
        <source>Drag on empty</source>
        <translation>在空白处拖动</translation>
    </message>
    <message>
        <source>Select all in a box</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>Shift, click</source>
        <translation>Shift + 单击</translation>
    </message>
    <message>
        <source>Add to the selection</source>
        <translation>加入所选</translation>
    </message>
    <message>
        <source>Ctrl, click</source>
        <translation>Ctrl + 单击</translation>
    </message>
    <message>
        <source>Add or take away</source>
        <translation>加选或减选</translation>
    </message>
    <message>
        <source>Alt, drag</source>
        <translation>Alt + 拖动</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Shift while dragging</source>
        <translation>拖动时按 Shift</translation>
    </message>
    <message>
        <source>Straight across or down</source>
        <translation>沿水平或垂直方向</translation>
    </message>
    <message>
        <source>Ctrl while dragging</source>
        <translation>拖动时按 Ctrl</translation>
    </message>
    <message>
        <source>Snap the other way: on or off</source>
        <translation>临时切换吸附</translation>
    </message>
    <message>
        <source>Arrows; with Shift</source>
        <translation>方向键；加 Shift</translation>
    </message>
    <message>
        <source>Nudge the selection; farther</source>
        <translation>微移所选；移得更远</translation>
    </message>
    <message>
        <source>Alt arrows</source>
        <translation>Alt + 方向键</translation>
    </message>
    <message>
        <source>Walk to the next node</source>
        <translation>走到相邻节点</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>连线</translation>
    </message>
    <message>
        <source>Drag from a port</source>
        <translation>从端口拖出</translation>
    </message>
    <message>
        <source>Link; on empty, choose a node</source>
        <translation>连线；在空白处松开则选择节点</translation>
    </message>
    <message>
        <source>Drop a node on a link</source>
        <translation>把节点放到连线上</translation>
    </message>
    <message>
        <source>Insert it there; Alt avoids it</source>
        <translation>插入其中；按 Alt 可避免</translation>
    </message>
    <message>
        <source>Double click on a link</source>
        <translation>双击连线</translation>
    </message>
    <message>
        <source>Bend it</source>
        <translation>添加弯折点</translation>
    </message>
    <message>
        <source>Ctrl right drag, or Alt Shift drag</source>
        <translation>Ctrl + 右键拖动，或 Alt Shift + 拖动</translation>
    </message>
    <message>
        <source>Cut links</source>
        <translation>剪断连线</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Join</source>
        <translation>加入房间</translation>
    </message>
    <message>
        <source>Changes from elsewhere</source>
        <translation>来自别处的修改</translation>
    </message>
    <message>
        <source>Add shot</source>
        <translation>添加镜头</translation>
    </message>
    <message>
        <source>Add shots</source>
        <translation>添加镜头</translation>
    </message>
    <message>
        <source>Add prompt</source>
        <translation>添加提示词</translation>
    </message>
    <message>
        <source>Add picture</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Add clip</source>
        <translation>添加片段</translation>
    </message>
    <message>
        <source>Add video</source>
        <translation>添加视频</translation>
    </message>
    <message>
        <source>Add sound</source>
        <translation>添加声音</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>添加便签</translation>
    </message>
    <message>
        <source>Add text</source>
        <translation>添加文字</translation>
    </message>
    <message>
        <source>Add arrow</source>
        <translation>添加箭头</translation>
    </message>
    <message>
        <source>Add ink</source>
        <translation>添加手绘</translation>
    </message>
    <message>
        <source>Add scene</source>
        <translation>添加场景框</translation>
    </message>
    <message>
        <source>Add element</source>
        <translation>添加元素</translation>
    </message>
    <message>
        <source>Bend link</source>
        <translation>弯折连线</translation>
    </message>
    <message>
        <source>Board settings</source>
        <translation>画板设置</translation>
    </message>
    <message>
        <source>Bring to front</source>
        <translation>移到最前</translation>
    </message>
    <message>
        <source>Send to back</source>
        <translation>移到最后</translation>
    </message>
    <message>
        <source>Choose file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose take</source>
        <translation>选用条次</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>放入场景框</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Insert into link</source>
        <translation>插入连线</translation>
    </message>
    <message>
        <source>Make clips</source>
        <translation>生成片段</translation>
    </message>
    <message>
        <source>Move shot</source>
        <translation>移动镜头</translation>
    </message>
    <message>
        <source>Number shot</source>
        <translation>给镜头编号</translation>
    </message>
    <message>
        <source>Number shots</source>
        <translation>给镜头编号</translation>
    </message>
    <message>
        <source>Paste picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Remove shots</source>
        <translation>移除镜头</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Resize</source>
        <translation>调整大小</translation>
    </message>
    <message>
        <source>Sample board</source>
        <translation>示例画板</translation>
    </message>
    <message>
        <source>Tidy</source>
        <translation>整理</translation>
    </message>
    <message>
        <source>Transition</source>
        <translation>转场</translation>
    </message>
    <message>
        <source>Trim shot</source>
        <translation>裁剪镜头</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>编组</translation>
    </message>
    <message>
        <source>Ungroup</source>
        <translation>取消编组</translation>
    </message>
    <message>
        <source>Turn on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>编辑文字</translation>
    </message>
    <message>
        <source>Arrange {n} nodes</source>
        <translation>排列 {n} 个节点</translation>
    </message>
    <message>
        <source>Cut {n} nodes</source>
        <translation>剪切 {n} 个节点</translation>
    </message>
    <message>
        <source>Delete {n} nodes</source>
        <translation>删除 {n} 个节点</translation>
    </message>
    <message>
        <source>Duplicate {n} nodes</source>
        <translation>复制 {n} 个节点</translation>
    </message>
    <message>
        <source>Move {n} nodes</source>
        <translation>移动 {n} 个节点</translation>
    </message>
    <message>
        <source>Paste {n} nodes</source>
        <translation>粘贴 {n} 个节点</translation>
    </message>
    <message>
        <source>Align {n} nodes</source>
        <translation>对齐 {n} 个节点</translation>
    </message>
    <message>
        <source>Distribute {n} nodes</source>
        <translation>分布 {n} 个节点</translation>
    </message>
    <message>
        <source>Extract {n} nodes</source>
        <translation>抽出 {n} 个节点</translation>
    </message>
    <message>
        <source>Resize {n} nodes</source>
        <translation>调整 {n} 个节点的大小</translation>
    </message>
    <message>
        <source>Mute {n} nodes</source>
        <translation>停用 {n} 个节点</translation>
    </message>
    <message>
        <source>Bypass {n} nodes</source>
        <translation>绕过 {n} 个节点</translation>
    </message>
    <message>
        <source>Collapse {n} nodes</source>
        <translation>折叠 {n} 个节点</translation>
    </message>
    <message>
        <source>Lock {n} nodes</source>
        <translation>锁定 {n} 个节点</translation>
    </message>
    <message>
        <source>Group {n} nodes</source>
        <translation>编组 {n} 个节点</translation>
    </message>
    <message>
        <source>Import {n} files</source>
        <translation>导入 {n} 个文件</translation>
    </message>
    <message>
        <source>Set {name}</source>
        <translation>设置 {name}</translation>
    </message>
    <message>
        <source>New board</source>
        <translation>新建画板</translation>
    </message>
    <message>
        <source>Copy board</source>
        <translation>复制画板</translation>
    </message>
    <message>
        <source>Name version</source>
        <translation>命名版本</translation>
    </message>
    <message>
        <source>Rename version</source>
        <translation>重命名版本</translation>
    </message>
    <message>
        <source>Delete version name</source>
        <translation>删除版本名称</translation>
    </message>
    <message>
        <source>Restore the board</source>
        <translation>恢复画板</translation>
    </message>
    <message>
        <source>Restore {n} nodes</source>
        <translation>恢复 {n} 个节点</translation>
    </message>
    <message>
        <source>Add bookmark</source>
        <translation>添加书签</translation>
    </message>
    <message>
        <source>Rename bookmark</source>
        <translation>重命名书签</translation>
    </message>
    <message>
        <source>Move bookmark</source>
        <translation>移动书签</translation>
    </message>
    <message>
        <source>Delete bookmark</source>
        <translation>删除书签</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Point arrow</source>
        <translation>调整箭头</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>输入文字</translation>
    </message>
    <message>
        <source>Remove shot</source>
        <translation>移除镜头</translation>
    </message>
    <message>
        <source>Change shot</source>
        <translation>更改镜头</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Add take</source>
        <translation>添加条次</translation>
    </message>
    <message>
        <source>Change cue</source>
        <translation>更改提示点</translation>
    </message>
    <message>
        <source>Change mark</source>
        <translation>更改标记</translation>
    </message>
    <message>
        <source>Change board</source>
        <translation>更改画板</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>什么都没有改动。</translation>
    </message>
    <message>
        <source>The disk that holds {place} is full.</source>
        <translation>{place} 所在的磁盘已满。</translation>
    </message>
    <message>
        <source>Nothing half-written was left behind.</source>
        <translation>没有留下写了一半的文件。</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>请腾出一些空间，然后重试。</translation>
    </message>
    <message>
        <source>The disk does not take a file that large: {place}.</source>
        <translation>磁盘不支持这么大的文件：{place}。</translation>
    </message>
    <message>
        <source>Move the board to a disk that takes larger files.</source>
        <translation>请把画板移到支持更大文件的磁盘。</translation>
    </message>
    <message>
        <source>Nothing may be written to {place}.</source>
        <translation>无法写入 {place}。</translation>
    </message>
    <message>
        <source>Choose another folder, or ask whoever owns this one.</source>
        <translation>请换一个文件夹，或向它的所有者请求权限。</translation>
    </message>
    <message>
        <source>You may not read {place}.</source>
        <translation>你没有读取 {place} 的权限。</translation>
    </message>
    <message>
        <source>Ask whoever owns it, or copy it to a folder of yours.</source>
        <translation>请向它的所有者请求权限，或把它复制到你自己的文件夹。</translation>
    </message>
    <message>
        <source>There is no {place}.</source>
        <translation>{place} 不存在。</translation>
    </message>
    <message>
        <source>Check the name, or whether it was moved.</source>
        <translation>请检查名称，或它是否已被移走。</translation>
    </message>
    <message>
        <source>The name {name} is too long for this disk.</source>
        <translation>名称 {name} 对这个磁盘来说太长。</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>请取一个短一些的名称。</translation>
    </message>
    <message>
        <source>The disk refused {place}: {reason}.</source>
        <translation>磁盘拒绝了 {place}：{reason}。</translation>
    </message>
    <message>
        <source>Check that the disk is still connected, then try again.</source>
        <translation>请检查磁盘是否仍然连接，然后重试。</translation>
    </message>
    <message>
        <source>{path} is a folder.</source>
        <translation>{path} 是一个文件夹。</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>没有写入任何内容。</translation>
    </message>
    <message>
        <source>There is no folder {path}.</source>
        <translation>没有文件夹 {path}。</translation>
    </message>
    <message>
        <source>Make it first, or choose another folder.</source>
        <translation>请先新建它，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Only {free} are left on the disk that holds this board.</source>
        <translation>画板所在的磁盘只剩 {free}。</translation>
    </message>
    <message>
        <source>A film cannot be exported as “{name}”.</source>
        <translation>影片不能导出为“{name}”。</translation>
    </message>
    <message>
        <source>Let the name end in .mp4 or .gif.</source>
        <translation>请让文件名以 .mp4 或 .gif 结尾。</translation>
    </message>
    <message>
        <source>The film has no shots yet.</source>
        <translation>影片还没有镜头。</translation>
    </message>
    <message>
        <source>Add a clip to the film first.</source>
        <translation>请先把一个片段加入影片。</translation>
    </message>
    <message>
        <source>Files of the film are missing: {shots}.</source>
        <translation>影片缺少文件：{shots}。</translation>
    </message>
    <message>
        <source>Nothing was exported.</source>
        <translation>没有导出任何内容。</translation>
    </message>
    <message>
        <source>Render the shots again, or import them anew.</source>
        <translation>请重新渲染这些镜头，或重新导入。</translation>
    </message>
    <message>
        <source>Only one program at a time may change a board.</source>
        <translation>同一时间只能有一个程序修改画板。</translation>
    </message>
    <message>
        <source>Close it there, or open it read-only here.</source>
        <translation>请在那边关闭它，或在这里以只读方式打开。</translation>
    </message>
    <message>
        <source>{cloud} syncs this folder and may harm a board that two machines change. Keep it in another folder.</source>
        <translation>{cloud} 会同步这个文件夹；两台电脑同时修改时，画板可能受损。请把它放到别的文件夹。</translation>
    </message>
    <message>
        <source>{who} had this board open on {machine} and did not close it. If it is still open there, close it there first.</source>
        <translation>{who} 曾在 {machine} 上打开这个画板且没有关闭。如果它在那里仍然开着，请先在那里关闭。</translation>
    </message>
    <message>
        <source>Another program has {name} open.</source>
        <translation>另一个程序正打开着 {name}。</translation>
    </message>
    <message>
        <source>{who} has {name} open on {machine} since {since}.</source>
        <translation>{who} 自 {since} 起在 {machine} 上打开着 {name}。</translation>
    </message>
    <message>
        <source>{path} is already there.</source>
        <translation>{path} 已经存在。</translation>
    </message>
    <message>
        <source>It was left as it is.</source>
        <translation>它保持原样。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>{path} is not a Shotweave board.</source>
        <translation>{path} 不是 Shotweave 画板。</translation>
    </message>
    <message>
        <source>There is no board {path}.</source>
        <translation>没有画板 {path}。</translation>
    </message>
    <message>
        <source>Choose a folder ending in .shotweave, or make a new board.</source>
        <translation>请选择以 .shotweave 结尾的文件夹，或新建画板。</translation>
    </message>
    <message>
        <source>{path} has a board&apos;s pictures but not the board itself.</source>
        <translation>{path} 里有画板的图片，却没有画板本身。</translation>
    </message>
    <message>
        <source>Its file board.sqlite is missing; nothing was changed.</source>
        <translation>缺少文件 board.sqlite，什么都没有改动。</translation>
    </message>
    <message>
        <source>Bring board.sqlite back from the bin or from a backup.</source>
        <translation>请从回收站或备份中找回 board.sqlite。</translation>
    </message>
    <message>
        <source>Open the board read-only, or copy it to another folder.</source>
        <translation>请以只读方式打开画板，或把它复制到别的文件夹。</translation>
    </message>
    <message>
        <source>“{name}” cannot be read as a video ({reason}).</source>
        <translation>“{name}”无法作为视频读取（{reason}）。</translation>
    </message>
    <message>
        <source>Check whether another player opens the file.</source>
        <translation>请检查其他播放器能否打开这个文件。</translation>
    </message>
    <message>
        <source>{name} was saved by a newer version of Shotweave.</source>
        <translation>{name} 是由更新版本的 Shotweave 保存的。</translation>
    </message>
    <message>
        <source>Update Shotweave, then open it again.</source>
        <translation>请更新 Shotweave，然后重新打开。</translation>
    </message>
    <message>
        <source>Free some space; saving then goes on by itself.</source>
        <translation>请腾出一些空间，随后会自动继续保存。</translation>
    </message>
    <message>
        <source>The board in {place} cannot be saved: {reason}.</source>
        <translation>{place} 中的画板无法保存：{reason}。</translation>
    </message>
    <message>
        <source>“{name}” is damaged: its first {frames} of {promised} frames can be read.</source>
        <translation>“{name}”已损坏：{promised} 帧中只能读取前 {frames} 帧。</translation>
    </message>
    <message>
        <source>“{name}” cannot be read as a sound.</source>
        <translation>“{name}”无法作为声音读取。</translation>
    </message>
    <message>
        <source>Import the sound again, or take it out.</source>
        <translation>请重新导入这段声音，或把它移除。</translation>
    </message>
    <message>
        <source>“{name}” holds {mime}, and was imported as that.</source>
        <translation>“{name}”的内容是 {mime}，已按此导入。</translation>
    </message>
    <message>
        <source>“{name}” holds several pictures; the first was imported.</source>
        <translation>“{name}”包含多张图片；已导入第一张。</translation>
    </message>
    <message>
        <source>“{name}” seems to end in the middle; what is there was imported.</source>
        <translation>“{name}”似乎在中途结束；已导入现有的部分。</translation>
    </message>
    <message>
        <source>“{name}” ends early: {seconds} of {promised} seconds are there.</source>
        <translation>“{name}”提前结束：{promised} 秒中只有 {seconds} 秒。</translation>
    </message>
    <message>
        <source>“{name}” has no steady frame rate; it plays evenly at {rate} frames a second.</source>
        <translation>“{name}”的帧率不固定；将以每秒 {rate} 帧均匀播放。</translation>
    </message>
    <message>
        <source>Shot {shot} cannot be shown: {reason}</source>
        <translation>镜头 {shot} 无法显示：{reason}</translation>
    </message>
    <message>
        <source>The file {name} of this board is missing.</source>
        <translation>画板缺少文件 {name}。</translation>
    </message>
    <message>
        <source>What shows it stays empty; the rest is intact.</source>
        <translation>用到它的地方会空着；其余完好。</translation>
    </message>
    <message>
        <source>Import the same picture or video again: it is recognised by its content.</source>
        <translation>请重新导入同一张图片或视频：会按内容认出它。</translation>
    </message>
    <message>
        <source>The disk gave back other bytes than were written to {place}.</source>
        <translation>从 {place} 读回的内容与写入的不一致。</translation>
    </message>
    <message>
        <source>Nothing was stored.</source>
        <translation>没有存储任何内容。</translation>
    </message>
    <message>
        <source>Try again; if it happens twice, use another disk.</source>
        <translation>请重试；如果再次发生，请换一个磁盘。</translation>
    </message>
    <message>
        <source>It was not imported.</source>
        <translation>它没有被导入。</translation>
    </message>
    <message>
        <source>“{name}” is empty.</source>
        <translation>“{name}”是空的。</translation>
    </message>
    <message>
        <source>“{name}” ends in the middle.</source>
        <translation>“{name}”不完整。</translation>
    </message>
    <message>
        <source>“{name}” is damaged and cannot be read.</source>
        <translation>“{name}”已损坏，无法读取。</translation>
    </message>
    <message>
        <source>“{name}” holds neither a picture nor a sound.</source>
        <translation>“{name}”里既没有画面也没有声音。</translation>
    </message>
    <message>
        <source>“{name}” is coded in a way that cannot be decoded here.</source>
        <translation>“{name}”的编码方式在这里无法解码。</translation>
    </message>
    <message>
        <source>Export it as H.264 in MP4, or as WAV, then import that.</source>
        <translation>请把它导出为 H.264 MP4 或 WAV，再导入。</translation>
    </message>
    <message>
        <source>“{name}” is no picture, video or sound that can be read.</source>
        <translation>“{name}”不是可以读取的图片、视频或声音。</translation>
    </message>
    <message>
        <source>Save it as PNG, JPEG, WebP, GIF, TIFF, MP4, MOV, WebM, WAV, MP3 or FLAC first.</source>
        <translation>请先把它存为 PNG、JPEG、WebP、GIF、TIFF、MP4、MOV、WebM、WAV、MP3 或 FLAC。</translation>
    </message>
    <message>
        <source>“{name}” is a HEIC photo, which is not read.</source>
        <translation>“{name}”是 HEIC 照片，暂不支持。</translation>
    </message>
    <message>
        <source>Export it as JPEG, then import that.</source>
        <translation>请把它导出为 JPEG，再导入。</translation>
    </message>
    <message>
        <source>“{name}” measures {width} × {height} pixels, which is too large to open.</source>
        <translation>“{name}”有 {width} × {height} 像素，太大，无法打开。</translation>
    </message>
    <message>
        <source>Scale it down to {side} × {side} pixels or less.</source>
        <translation>请缩小到 {side} × {side} 像素以内。</translation>
    </message>
    <message>
        <source>“{name}” is a folder.</source>
        <translation>“{name}”是文件夹。</translation>
    </message>
    <message>
        <source>Import the files in it.</source>
        <translation>请导入其中的文件。</translation>
    </message>
    <message>
        <source>“{name}” is a device or a pipe, not a file.</source>
        <translation>“{name}”是设备或管道，不是文件。</translation>
    </message>
    <message>
        <source>Save it as a file, then import that.</source>
        <translation>请先存为文件，再导入该文件。</translation>
    </message>
    <message>
        <source>Copy or download it again, then import that.</source>
        <translation>请重新复制或下载，再导入。</translation>
    </message>
    <message>
        <source>{rate} is no frame rate.</source>
        <translation>{rate} 不是帧率。</translation>
    </message>
    <message>
        <source>Write 24, 25, 29.97 or 30000/1001.</source>
        <translation>请写 24、25、29.97 或 30000/1001。</translation>
    </message>
    <message>
        <source>{size} is no size of a film.</source>
        <translation>{size} 不是影片尺寸。</translation>
    </message>
    <message>
        <source>Write width x height, each from {least} to {most} pixels: 1280x720.</source>
        <translation>请写宽 x 高，各为 {least} 到 {most} 像素：1280x720。</translation>
    </message>
    <message>
        <source>Make one with: new &quot;{path}&quot;</source>
        <translation>新建一个：new &quot;{path}&quot;</translation>
    </message>
    <message>
        <source>A film cannot be written as {path}.</source>
        <translation>影片不能写成 {path}。</translation>
    </message>
    <message>
        <source>Let its name end in .mp4 or .gif.</source>
        <translation>请让它的名称以 .mp4 或 .gif 结尾。</translation>
    </message>
    <message>
        <source>There is no one clip that {name} names.</source>
        <translation>没有与 {name} 唯一对应的片段。</translation>
    </message>
    <message>
        <source>show --json lists the shots with their nodes.</source>
        <translation>show --json 会列出镜头及其节点。</translation>
    </message>
    <message>
        <source>{name} has chosen a take that does not exist.</source>
        <translation>{name} 选定的条次不存在。</translation>
    </message>
    <message>
        <source>The link {id} closes a circle.</source>
        <translation>连线 {id} 形成了循环。</translation>
    </message>
    <message>
        <source>{name} shows the file {hash}, which the board does not list.</source>
        <translation>{name} 用到文件 {hash}，但画板没有登记它。</translation>
    </message>
    <message>
        <source>The file {name} ({hash}) is missing.</source>
        <translation>缺少文件 {name}（{hash}）。</translation>
    </message>
    <message>
        <source>The file {name} ({hash}) is damaged.</source>
        <translation>文件 {name}（{hash}）已损坏。</translation>
    </message>
    <message>
        <source>{count} unfinished files of ended programs lie in the board&apos;s folder.</source>
        <translation>画板文件夹里有 {count} 个由已退出程序留下的未完成文件。</translation>
    </message>
    <message>
        <source>{path} is left of an export that was cut off; it may be deleted.</source>
        <translation>{path} 是一次中断的导出留下的，可以删除。</translation>
    </message>
    <message>
        <source>The queue of renders is damaged: {reason}.</source>
        <translation>渲染队列已损坏：{reason}。</translation>
    </message>
    <message>
        <source>“{path}” is not the name of a board.</source>
        <translation>“{path}”不是画板的名称。</translation>
    </message>
    <message>
        <source>Name it, for example: My film</source>
        <translation>请起个名称，例如：My film</translation>
    </message>
    <message>
        <source>This board is open to look at only.</source>
        <translation>这个画板以只读方式打开。</translation>
    </message>
    <message>
        <source>Ask the owner of the board for a link to comment.</source>
        <translation>请向画板所有者索取可评论的链接。</translation>
    </message>
    <message>
        <source>You may look at this board, not comment on it.</source>
        <translation>你可以查看这块画板，但不能评论。</translation>
    </message>
    <message>
        <source>Close it where it is being written, then open it again.</source>
        <translation>请先在正在编辑它的地方关闭，再重新打开。</translation>
    </message>
    <message>
        <source>The comments of this board cannot be read.</source>
        <translation>无法读取此画板的评论。</translation>
    </message>
    <message>
        <source>The board itself is whole.</source>
        <translation>画板本身完好。</translation>
    </message>
    <message>
        <source>Move the file {name} out of the board&apos;s folder to begin anew.</source>
        <translation>将文件 {name} 移出画板文件夹即可重新开始。</translation>
    </message>
    <message>
        <source>The disk takes too long to write the board.</source>
        <translation>磁盘写入画板的时间过长。</translation>
    </message>
    <message>
        <source>The last changes are not saved yet.</source>
        <translation>最近的改动还没有保存。</translation>
    </message>
    <message>
        <source>Look whether the disk is full or was removed.</source>
        <translation>请查看磁盘是否已满或已被移除。</translation>
    </message>
    <message>
        <source>The settings could not be saved in {path}: {reason}.</source>
        <translation>设置无法保存到 {path}：{reason}。</translation>
    </message>
    <message>
        <source>They hold until the program ends.</source>
        <translation>它们在程序退出前有效。</translation>
    </message>
    <message>
        <source>The setting “{name}” in {path} makes no sense and was left out.</source>
        <translation>{path} 中的设置“{name}”无法理解，已忽略。</translation>
    </message>
    <message>
        <source>The settings file could not be read, so the defaults are used. The old file is kept as {path}.</source>
        <translation>设置文件无法读取，已改用默认设置。旧文件保留为 {path}。</translation>
    </message>
    <message>
        <source>The settings could not be read ({reason}), so the defaults are used.</source>
        <translation>设置无法读取（{reason}），已改用默认设置。</translation>
    </message>
    <message>
        <source>This board has schema {schema}; this program knows {known}.</source>
        <translation>画板的格式版本为 {schema}；本程序支持到 {known}。</translation>
    </message>
    <message>
        <source>Update Shotweave, then open the board again.</source>
        <translation>请更新 Shotweave，然后重新打开画板。</translation>
    </message>
    <message>
        <source>This is not the JSON form of a board.</source>
        <translation>这不是画板的 JSON 形式。</translation>
    </message>
    <message>
        <source>The board&apos;s schema is missing.</source>
        <translation>缺少画板的格式版本。</translation>
    </message>
    <message>
        <source>The board&apos;s part {root} is damaged.</source>
        <translation>画板的 {root} 部分已损坏。</translation>
    </message>
    <message>
        <source>Nothing was opened.</source>
        <translation>没有打开任何内容。</translation>
    </message>
    <message>
        <source>Choose a file that Shotweave wrote.</source>
        <translation>请选择由 Shotweave 写出的文件。</translation>
    </message>
    <message>
        <source>This is not a record.</source>
        <translation>这不是一条记录。</translation>
    </message>
    <message>
        <source>The board&apos;s document could not be read or changed.</source>
        <translation>画板的文档无法读取或修改。</translation>
    </message>
    <message>
        <source>The last change was not made.</source>
        <translation>最后一次改动没有生效。</translation>
    </message>
    <message>
        <source>Close the board and open it again: {detail}</source>
        <translation>请关闭画板后重新打开：{detail}</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Bend link</source>
        <translation>弯折连线</translation>
    </message>
    <message>
        <source>Add shot</source>
        <translation>添加镜头</translation>
    </message>
    <message>
        <source>Change shot</source>
        <translation>更改镜头</translation>
    </message>
    <message>
        <source>Remove shot</source>
        <translation>移除镜头</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Add take</source>
        <translation>添加条次</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Change cue</source>
        <translation>更改提示点</translation>
    </message>
    <message>
        <source>Change mark</source>
        <translation>更改标记</translation>
    </message>
    <message>
        <source>Change board</source>
        <translation>更改画板</translation>
    </message>
    <message>
        <source>There is a node with this id already.</source>
        <translation>已有相同编号的节点。</translation>
    </message>
    <message>
        <source>A new node cannot be deleted.</source>
        <translation>新节点不能处于已删除状态。</translation>
    </message>
    <message>
        <source>This take is not one of the node&apos;s.</source>
        <translation>这个条次不属于该节点。</translation>
    </message>
    <message>
        <source>A scene frame cannot lie inside itself.</source>
        <translation>场景框不能放在自己里面。</translation>
    </message>
    <message>
        <source>Only a scene frame can hold other nodes.</source>
        <translation>只有场景框可以容纳其他节点。</translation>
    </message>
    <message>
        <source>A {kind} node cannot show a {asset} file.</source>
        <translation>{kind} 节点不能显示 {asset} 文件。</translation>
    </message>
    <message>
        <source>One end of the link is not on the board.</source>
        <translation>连线的一端不在画板上。</translation>
    </message>
    <message>
        <source>A node cannot feed itself.</source>
        <translation>节点不能连接到自己。</translation>
    </message>
    <message>
        <source>A {kind} node has no output named {port}.</source>
        <translation>{kind} 节点没有名为 {port} 的输出。</translation>
    </message>
    <message>
        <source>A {kind} node has no input named {port}.</source>
        <translation>{kind} 节点没有名为 {port} 的输入。</translation>
    </message>
    <message>
        <source>The input “{port}” takes {wanted}, not {given}.</source>
        <translation>输入“{port}”接受 {wanted}，而不是 {given}。</translation>
    </message>
    <message>
        <source>The input “{port}” takes one link and has one; disconnect it to replace it.</source>
        <translation>输入“{port}”只接受一条连线，并且已经有了；断开后才能替换。</translation>
    </message>
    <message>
        <source>The link would close a loop: its source already depends on its target.</source>
        <translation>这条连线会形成循环：它的起点已经依赖它的终点。</translation>
    </message>
    <message>
        <source>words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>a clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>a sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>a camera move</source>
        <translation>运镜</translation>
    </message>
    <message>
        <source>an element</source>
        <translation>元素</translation>
    </message>
    <message>
        <source>first frame</source>
        <translation>首帧</translation>
    </message>
    <message>
        <source>last frame</source>
        <translation>尾帧</translation>
    </message>
    <message>
        <source>element</source>
        <translation>元素</translation>
    </message>
    <message>
        <source>the shot before</source>
        <translation>前一个镜头</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>guide</source>
        <translation>引导视频</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>There is no such link.</source>
        <translation>没有这条连线。</translation>
    </message>
    <message>
        <source>There is a shot with this id already.</source>
        <translation>已有相同编号的镜头。</translation>
    </message>
    <message>
        <source>A new shot cannot be deleted.</source>
        <translation>新镜头不能处于已删除状态。</translation>
    </message>
    <message>
        <source>Only a clip or a video can be a shot.</source>
        <translation>只有片段或视频可以成为镜头。</translation>
    </message>
    <message>
        <source>A shot ends after it begins.</source>
        <translation>镜头的结束必须在开始之后。</translation>
    </message>
    <message>
        <source>There is nothing on the board with the id {id}.</source>
        <translation>画板上没有编号为 {id} 的内容。</translation>
    </message>
    <message>
        <source>The board knows no file {hash}.</source>
        <translation>画板没有登记文件 {hash}。</translation>
    </message>
    <message>
        <source>There is no {name} that could be set.</source>
        <translation>没有可以设置的 {name}。</translation>
    </message>
    <message>
        <source>Settings come by name.</source>
        <translation>设置须按名称给出。</translation>
    </message>
    <message>
        <source>A {kind} node has no text.</source>
        <translation>{kind} 节点没有文字。</translation>
    </message>
    <message>
        <source>{value} is not a number from {low} to {high}.</source>
        <translation>{value} 不是 {low} 到 {high} 之间的数。</translation>
    </message>
    <message>
        <source>{value} is not a whole number from {low} to {high}.</source>
        <translation>{value} 不是 {low} 到 {high} 之间的整数。</translation>
    </message>
    <message>
        <source>{value} is not a text.</source>
        <translation>{value} 不是文字。</translation>
    </message>
    <message>
        <source>The text has {count} characters; at most {most} fit.</source>
        <translation>文字有 {count} 个字符，最多 {most} 个。</translation>
    </message>
    <message>
        <source>The text holds half a character (a surrogate).</source>
        <translation>文字里含有半个字符（代理项）。</translation>
    </message>
    <message>
        <source>{value} is neither yes nor no.</source>
        <translation>{value} 既不是“是”也不是“否”。</translation>
    </message>
    <message>
        <source>{value} is not an id.</source>
        <translation>{value} 不是编号。</translation>
    </message>
    <message>
        <source>{value} is not the hash of a file.</source>
        <translation>{value} 不是文件的哈希值。</translation>
    </message>
    <message>
        <source>{value} is not a colour.</source>
        <translation>{value} 不是颜色。</translation>
    </message>
    <message>
        <source>{value} is not an order key.</source>
        <translation>{value} 不是排序键。</translation>
    </message>
    <message>
        <source>{value} is not a list of {least} to {most} values.</source>
        <translation>{value} 不是含 {least} 到 {most} 个值的列表。</translation>
    </message>
    <message>
        <source>{value} is not one of {choices}.</source>
        <translation>{value} 不在 {choices} 之中。</translation>
    </message>
    <message>
        <source>{value} frames a second: between 1 and 1000 works.</source>
        <translation>每秒 {value} 帧不行，须在 1 到 1000 之间。</translation>
    </message>
    <message>
        <source>{value} is not a pair of values.</source>
        <translation>{value} 不是一对值。</translation>
    </message>
    <message>
        <source>{value} is not a kind of node.</source>
        <translation>{value} 不是节点类型。</translation>
    </message>
    <message>
        <source>The value is nested too deeply or too large.</source>
        <translation>这个值嵌套过深或过大。</translation>
    </message>
    <message>
        <source>{value} cannot be kept in a board.</source>
        <translation>{value} 不能存入画板。</translation>
    </message>
    <message>
        <source>{value} is not a record.</source>
        <translation>{value} 不是记录。</translation>
    </message>
    <message>
        <source>A {kind} has no setting named {name}.</source>
        <translation>{kind} 没有名为 {name} 的设置。</translation>
    </message>
    <message>
        <source>The film is in {name}.</source>
        <translation>影片已写入 {name}。</translation>
    </message>
    <message>
        <source>The clip&apos;s file is missing.</source>
        <translation>片段的文件不见了。</translation>
    </message>
    <message>
        <source>Select the pictures or videos to make clips of.</source>
        <translation>请选择要做成片段的图片或视频。</translation>
    </message>
    <message>
        <source>The film shows none of what is selected.</source>
        <translation>影片里没有所选的内容。</translation>
    </message>
    <message>
        <source>No render has failed or was stopped.</source>
        <translation>没有失败或已停止的渲染。</translation>
    </message>
    <message>
        <source>This board is whole.</source>
        <translation>画板完好。</translation>
    </message>
    <message>
        <source>Every shot is rendered as it stands.</source>
        <translation>所有镜头都已按现状渲染。</translation>
    </message>
    <message>
        <source>There is nothing to render yet: add a clip to the board.</source>
        <translation>还没有可渲染的内容：请在画板上添加一个片段。</translation>
    </message>
    <message>
        <source>The latest snapshot of this board is damaged; an older one was used.</source>
        <translation>画板最新的快照已损坏，已改用较早的快照。</translation>
    </message>
    <message>
        <source>{count} saved changes of this board are damaged and were left out.</source>
        <translation>画板有 {count} 条已保存的改动损坏，已略去。</translation>
    </message>
    <message>
        <source>The file of {name} is damaged; you see what can still be read. Opening it for editing repairs it.</source>
        <translation>{name} 的文件已损坏；这里显示的是仍能读取的部分。打开编辑即可修复。</translation>
    </message>
    <message>
        <source>The file of {name} was damaged and has been repaired up to change {number}; the last changes may be missing. The damaged file is kept as {kept}.</source>
        <translation>{name} 的文件曾损坏，已修复到第 {number} 次改动；最后的改动可能缺失。损坏的文件保留为 {kept}。</translation>
    </message>
    <message>
        <source>Parts of the file {name} are damaged.</source>
        <translation>文件 {name} 的部分内容已损坏。</translation>
    </message>
    <message>
        <source>A damaged copy from before a repair is kept as {name}; it may be deleted.</source>
        <translation>修复前的损坏副本保留为 {name}，可以删除。</translation>
    </message>
    <message>
        <source>{name} is open read-only; nothing was changed.</source>
        <translation>{name} 以只读方式打开；什么都没有改动。</translation>
    </message>
    <message>
        <source>Open it for editing, or save a copy.</source>
        <translation>请打开编辑，或另存副本。</translation>
    </message>
    <message>
        <source>Your latest changes are not saved yet; they are kept and tried again.</source>
        <translation>最近的改动还没有保存；它们已保留，并会继续重试。</translation>
    </message>
    <message>
        <source>A fault of the program has stopped the saving of {name}.</source>
        <translation>程序出错，{name} 已停止保存。</translation>
    </message>
    <message>
        <source>Your latest changes are not saved, nor will others be.</source>
        <translation>最近的更改没有保存，之后的更改也不会保存。</translation>
    </message>
    <message>
        <source>Copy what is new into another board, then open this one again.</source>
        <translation>请把新内容复制到另一个画板，然后重新打开这个画板。</translation>
    </message>
    <message>
        <source>The shot cannot be rendered as it is.</source>
        <translation>这个镜头目前无法渲染。</translation>
    </message>
    <message>
        <source>Change this setting of the clip.</source>
        <translation>请修改片段的这项设置。</translation>
    </message>
    <message>
        <source>A shot has 1 to {most} frames, not {frames}.</source>
        <translation>一个镜头有 1 到 {most} 帧，而不是 {frames} 帧。</translation>
    </message>
    <message>
        <source>A frame measures {low} to {high} pixels a side, not {width} x {height}.</source>
        <translation>画面每边为 {low} 到 {high} 像素，而不是 {width} x {height}。</translation>
    </message>
    <message>
        <source>The frame rate of this shot is not above zero.</source>
        <translation>这个镜头的帧率不大于零。</translation>
    </message>
    <message>
        <source>A shot is rendered as draft or as final, not as {quality}.</source>
        <translation>镜头只能渲染为草稿或成片，不能是 {quality}。</translation>
    </message>
    <message>
        <source>A keyframe lies at frame {at}, outside the shot.</source>
        <translation>有一个关键帧位于第 {at} 帧，超出了镜头。</translation>
    </message>
    <message>
        <source>The camera&apos;s {axis} goes from -10 to 10, not to {value}.</source>
        <translation>摄影机的 {axis} 取值为 -10 到 10，而不是 {value}。</translation>
    </message>
    <message>
        <source>There is no camera move called {preset}.</source>
        <translation>没有名为 {preset} 的运镜。</translation>
    </message>
    <message>
        <source>A shot takes {most} drawn paths at most, not {count}.</source>
        <translation>一个镜头最多 {most} 条手绘路径，而不是 {count} 条。</translation>
    </message>
    <message>
        <source>A drawn path is not two or more points.</source>
        <translation>手绘路径不足两个点。</translation>
    </message>
    <message>
        <source>The box around a subject is empty or off the picture.</source>
        <translation>主体框是空的，或在图片之外。</translation>
    </message>
    <message>
        <source>A picture that this shot uses is not on this computer.</source>
        <translation>这个镜头用到的一张图片不在这台电脑上。</translation>
    </message>
    <message>
        <source>The shot was not rendered.</source>
        <translation>镜头没有渲染。</translation>
    </message>
    <message>
        <source>Import the picture again, or link another one to the clip.</source>
        <translation>请重新导入图片，或给片段连接另一张。</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>它不是文件</translation>
    </message>
    <message>
        <source>the file is far too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>the file is not UTF-8 text</source>
        <translation>文件不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>the file is not readable TOML ({error})</source>
        <translation>文件不是可读的 TOML（{error}）</translation>
    </message>
    <message>
        <source>The description of a model, {name}, is wrong: {reason}.</source>
        <translation>模型说明 {name} 有误：{reason}。</translation>
    </message>
    <message>
        <source>The description of a model, {name}, is wrong at “{field}”: {reason}.</source>
        <translation>模型说明 {name} 的“{field}”处有误：{reason}。</translation>
    </message>
    <message>
        <source>This model is left out; the others are there.</source>
        <translation>该模型被略去，其余模型不受影响。</translation>
    </message>
    <message>
        <source>Repair the file or move it away.</source>
        <translation>请修复该文件或把它移走。</translation>
    </message>
    <message>
        <source>it is not a table</source>
        <translation>它不是一个表</translation>
    </message>
    <message>
        <source>there is no such field</source>
        <translation>没有这个字段</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>缺少该字段</translation>
    </message>
    <message>
        <source>it is not a whole number from {low} to {high}</source>
        <translation>它不是 {low} 到 {high} 之间的整数</translation>
    </message>
    <message>
        <source>it is not a number from {low} to {high}</source>
        <translation>它不是 {low} 到 {high} 之间的数</translation>
    </message>
    <message>
        <source>it is not a text of 1 to {longest} letters</source>
        <translation>它不是 1 到 {longest} 个字符的文本</translation>
    </message>
    <message>
        <source>“{value}” is not allowed here</source>
        <translation>此处不允许“{value}”</translation>
    </message>
    <message>
        <source>it is none of: {names}</source>
        <translation>它不属于：{names}</translation>
    </message>
    <message>
        <source>it is not true or false</source>
        <translation>它不是 true 或 false</translation>
    </message>
    <message>
        <source>it is not a list of at most {most}</source>
        <translation>它不是至多 {most} 项的列表</translation>
    </message>
    <message>
        <source>this path leaves the model&apos;s folder</source>
        <translation>该路径离开了模型的文件夹</translation>
    </message>
    <message>
        <source>only safetensors and GGUF files are loaded</source>
        <translation>只加载 safetensors 和 GGUF 文件</translation>
    </message>
    <message>
        <source>programs and pickle files are never loaded</source>
        <translation>绝不加载程序和 pickle 文件</translation>
    </message>
    <message>
        <source>it is not a rate of 1 to 240 frames a second</source>
        <translation>它不是每秒 1 到 240 帧的帧率</translation>
    </message>
    <message>
        <source>the least is more than the most</source>
        <translation>最小值大于最大值</translation>
    </message>
    <message>
        <source>it needs what it does not take: {names}</source>
        <translation>它需要自己不接受的输入：{names}</translation>
    </message>
    <message>
        <source>every row has a name of its own, and only rows are used</source>
        <translation>每一行都要有自己的名称，且只能使用已有的行</translation>
    </message>
    <message>
        <source>a checkpoint names its pipeline and its final settings</source>
        <translation>检查点须写明其管线和成片设置</translation>
    </message>
    <message>
        <source>This clip is muted, and so it is not rendered.</source>
        <translation>这个镜头已停用，因此不会渲染。</translation>
    </message>
    <message>
        <source>This clip is bypassed, and so it is not rendered.</source>
        <translation>这个镜头已绕过，因此不会渲染。</translation>
    </message>
    <message>
        <source>Turn it on again: Ctrl+M, or Ctrl+B.</source>
        <translation>重新启用它：Ctrl+M 或 Ctrl+B。</translation>
    </message>
    <message>
        <source>Only a clip can be rendered.</source>
        <translation>只有片段可以渲染。</translation>
    </message>
    <message>
        <source>Change the size, the length or the model; or let somebody here lend a larger card.</source>
        <translation>请更改尺寸、时长或模型；或请房间里的人出借更大的显卡。</translation>
    </message>
    <message>
        <source>The clip before this one cannot be rendered.</source>
        <translation>前一个片段无法渲染。</translation>
    </message>
    <message>
        <source>Put that one right first.</source>
        <translation>请先处理那一个。</translation>
    </message>
    <message>
        <source>The render process stopped twice at the same work.</source>
        <translation>渲染进程在同一项工作上停止了两次。</translation>
    </message>
    <message>
        <source>The render process stopped answering, twice.</source>
        <translation>渲染进程两次失去响应。</translation>
    </message>
    <message>
        <source>Everybody who was drawing this shot has gone.</source>
        <translation>正在绘制这个镜头的人都已离开。</translation>
    </message>
    <message>
        <source>Nothing was made; the board is as it was.</source>
        <translation>没有产生结果；画板保持原样。</translation>
    </message>
    <message>
        <source>Try again when somebody lends a device.</source>
        <translation>等有人借出设备时再试一次。</translation>
    </message>
    <message>
        <source>Try again. If it stops again, try fewer frames or a smaller size.</source>
        <translation>请重试。如果再次停止，请减少帧数或缩小尺寸。</translation>
    </message>
    <message>
        <source>The render process could not be started.</source>
        <translation>渲染进程无法启动。</translation>
    </message>
    <message>
        <source>Close other programs, then try again.</source>
        <translation>请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>A setting of this clip is not as it should be.</source>
        <translation>片段有一项设置不正确。</translation>
    </message>
    <message>
        <source>Reset its camera, its subject and its drawn paths.</source>
        <translation>请重置它的运镜、主体和手绘路径。</translation>
    </message>
    <message>
        <source>A picture or video that this shot uses is gone.</source>
        <translation>这个镜头用到的图片或视频不见了。</translation>
    </message>
    <message>
        <source>Import it again: it is recognised by its content; then render.</source>
        <translation>请重新导入（会按内容认出它），然后渲染。</translation>
    </message>
    <message>
        <source>The rendered file cannot be read.</source>
        <translation>渲染出的文件无法读取。</translation>
    </message>
    <message>
        <source>Render the shot again.</source>
        <translation>请重新渲染这个镜头。</translation>
    </message>
    <message>
        <source>The model drew {frames} frames of {size} instead of {asked} of {asked_size}.</source>
        <translation>模型画出了 {frames} 帧 {size}，而不是 {asked} 帧 {asked_size}。</translation>
    </message>
    <message>
        <source>This version cannot draw with models like {model} yet.</source>
        <translation>此版本还不能使用 {model} 这类模型进行渲染。</translation>
    </message>
    <message>
        <source>Choose another model for this shot.</source>
        <translation>请为这个镜头换一个模型。</translation>
    </message>
    <message>
        <source>The shot was not rendered; the rest of the board is as it was.</source>
        <translation>镜头没有渲染；画板其余部分保持原样。</translation>
    </message>
    <message>
        <source>The shot before this one was not rendered.</source>
        <translation>前一个镜头没有渲染。</translation>
    </message>
    <message>
        <source>This shot starts from its last frame, so it cannot start.</source>
        <translation>这个镜头从它的最后一帧开始，因此无法开始。</translation>
    </message>
    <message>
        <source>Render both shots again.</source>
        <translation>请重新渲染这两个镜头。</translation>
    </message>
    <message>
        <source>The list of renders cannot be read.</source>
        <translation>无法读取渲染列表。</translation>
    </message>
    <message>
        <source>Open the board once, then try again.</source>
        <translation>请先打开一次此画板，再重试。</translation>
    </message>
    <message>
        <source>The list of renders cannot be written.</source>
        <translation>渲染列表无法写入。</translation>
    </message>
    <message>
        <source>Nothing new is rendered; the board is intact.</source>
        <translation>不会再渲染新内容；画板完好。</translation>
    </message>
    <message>
        <source>Free some space on the disk of the board, then try again.</source>
        <translation>请在画板所在的磁盘上腾出空间，然后重试。</translation>
    </message>
    <message>
        <source>The export was cut off when the program stopped.</source>
        <translation>程序停止时，导出被中断。</translation>
    </message>
    <message>
        <source>No film was written; the board is whole.</source>
        <translation>没有写出影片；画板完好。</translation>
    </message>
    <message>
        <source>Export the film again.</source>
        <translation>请重新导出影片。</translation>
    </message>
    <message>
        <source>With guidance at 1 or less, {model} does not read what to avoid.</source>
        <translation>引导强度为 1 或更低时，{model} 不会读取要避免的内容。</translation>
    </message>
    <message>
        <source>Two pictures fall on one frame of {model}: the first of them counts.</source>
        <translation>两张图片落在 {model} 的同一帧上：以第一张为准。</translation>
    </message>
    <message>
        <source>{model} takes “{left}” or “{kept}”, not both: the first of the two is left out.</source>
        <translation>{model} 只能在“{left}”和“{kept}”中择一：前者被略去。</translation>
    </message>
    <message>
        <source>{model} takes “{left}” only along with “{kept}” or the like: it is left out.</source>
        <translation>{model} 只有在同时给出“{kept}”之类的输入时才使用“{left}”：此项被略去。</translation>
    </message>
    <message>
        <source>{model} listens to recorded sound, and reads no lines: say them in the words.</source>
        <translation>{model} 只听取录好的声音，不会读台词：请把台词写进文字里。</translation>
    </message>
    <message>
        <source>{model} makes a sound of its own, and does not listen to this one.</source>
        <translation>{model} 自己会生成声音，不会听取这段声音。</translation>
    </message>
    <message>
        <source>{model} draws {width} x {height} instead of {old_width} x {old_height}.</source>
        <translation>{model} 绘制 {width} x {height}，而不是 {old_width} x {old_height}。</translation>
    </message>
    <message>
        <source>{model} reads about {tokens} words: the last ones read are “{end}”.</source>
        <translation>{model} 大约能读 {tokens} 个词：读到“{end}”为止。</translation>
    </message>
    <message>
        <source>{model} reads only the beginning of what to avoid.</source>
        <translation>{model} 只读要避免内容的开头部分。</translation>
    </message>
    <message>
        <source>{model} draws one picture, and the shot holds it.</source>
        <translation>{model} 只画一张图片，镜头保持这张图片。</translation>
    </message>
    <message>
        <source>{model} draws {frames} frames, {rate} a second, instead of {old_frames}, {old_rate} a second: the shot lasts as long.</source>
        <translation>{model} 绘制 {frames} 帧（每秒 {rate} 帧），而不是 {old_frames} 帧（每秒 {old_rate} 帧）：镜头时长不变。</translation>
    </message>
    <message>
        <source>{model} draws {frames} frames instead of {old_frames}.</source>
        <translation>{model} 绘制 {frames} 帧，而不是 {old_frames} 帧。</translation>
    </message>
    <message>
        <source>{model} has no camera control and is told in words: “{words}”</source>
        <translation>{model} 没有镜头控制，改用文字告知：“{words}”</translation>
    </message>
    <message>
        <source>{model} sets pictures in between at every {step}th frame: the nearest is taken.</source>
        <translation>{model} 只能每 {step} 帧放置中间图片：取最近的位置。</translation>
    </message>
    <message>
        <source>{model} takes {steps} steps instead of {old}.</source>
        <translation>{model} 用 {steps} 步，而不是 {old} 步。</translation>
    </message>
    <message>
        <source>{model} takes a guidance of {new} instead of {old}.</source>
        <translation>{model} 的引导强度为 {new}，而不是 {old}。</translation>
    </message>
    <message>
        <source>A picture holds from 0 to 1: more or less is cut.</source>
        <translation>图片强度为 0 到 1：超出部分会被截去。</translation>
    </message>
    <message>
        <source>{model} cannot draw this shot without: {input}.</source>
        <translation>{model} 绘制这个镜头还需要：{input}。</translation>
    </message>
    <message>
        <source>{model} needs something to go by: {first}, or {last}.</source>
        <translation>{model} 需要依据：{first}或{last}。</translation>
    </message>
    <message>
        <source>{model} needs something to go by: {first}, {last} or another input.</source>
        <translation>{model} 需要依据：{first}、{last}或其他输入。</translation>
    </message>
    <message>
        <source>{model} draws no frame as long and narrow as {width} x {height}: at most {share} to 1. Change the frame of the film.</source>
        <translation>{model} 无法绘制 {width} x {height} 这样狭长的画面：最多 {share} 比 1。请更改影片画幅。</translation>
    </message>
    <message>
        <source>{model} draws pictures of {low} to {high} pixels.</source>
        <translation>{model} 绘制 {low} 到 {high} 像素的画面。</translation>
    </message>
    <message>
        <source>{model} draws 1 to {high} frames.</source>
        <translation>{model} 绘制 1 到 {high} 帧。</translation>
    </message>
    <message>
        <source>{model} draws at most {seconds} s at a time: shorten the shot, or cut it in two with the second after the first.</source>
        <translation>{model} 一次最多绘制 {seconds} 秒：请缩短镜头，或分成前后相接的两段。</translation>
    </message>
    <message>
        <source>{model} uses only the first {limit} of {count}.</source>
        <translation>{model} 只用 {count} 个中的前 {limit} 个。</translation>
    </message>
    <message>
        <source>The words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>{model} does not read words.</source>
        <translation>{model} 不读文字。</translation>
    </message>
    <message>
        <source>What to avoid</source>
        <translation>要避免的内容</translation>
    </message>
    <message>
        <source>{model} does not read what to avoid.</source>
        <translation>{model} 不读要避免的内容。</translation>
    </message>
    <message>
        <source>The first picture</source>
        <translation>首帧图片</translation>
    </message>
    <message>
        <source>{model} cannot start from a picture.</source>
        <translation>{model} 不能从图片开始。</translation>
    </message>
    <message>
        <source>The last picture</source>
        <translation>尾帧图片</translation>
    </message>
    <message>
        <source>{model} cannot end on a picture.</source>
        <translation>{model} 不能以图片结束。</translation>
    </message>
    <message>
        <source>Pictures in between</source>
        <translation>中间的图片</translation>
    </message>
    <message>
        <source>{model} cannot pass through pictures in between.</source>
        <translation>{model} 不能经过中间的图片。</translation>
    </message>
    <message>
        <source>How strongly each picture holds</source>
        <translation>每张图片的强度</translation>
    </message>
    <message>
        <source>{model} holds every picture alike.</source>
        <translation>{model} 对所有图片一视同仁。</translation>
    </message>
    <message>
        <source>Reference pictures</source>
        <translation>参考图片</translation>
    </message>
    <message>
        <source>{model} does not look at reference pictures.</source>
        <translation>{model} 不看参考图片。</translation>
    </message>
    <message>
        <source>The cast</source>
        <translation>元素</translation>
    </message>
    <message>
        <source>{model} does not look at the cast.</source>
        <translation>{model} 不使用角色元素。</translation>
    </message>
    <message>
        <source>The guiding video</source>
        <translation>引导视频</translation>
    </message>
    <message>
        <source>{model} cannot follow a video.</source>
        <translation>{model} 不能跟随视频。</translation>
    </message>
    <message>
        <source>The video to edit</source>
        <translation>要编辑的视频</translation>
    </message>
    <message>
        <source>{model} cannot edit a video.</source>
        <translation>{model} 不能编辑视频。</translation>
    </message>
    <message>
        <source>The clip to finish</source>
        <translation>要完善的片段</translation>
    </message>
    <message>
        <source>{model} does not finish clips.</source>
        <translation>{model} 不完善片段。</translation>
    </message>
    <message>
        <source>The mask of the video</source>
        <translation>视频的遮罩</translation>
    </message>
    <message>
        <source>{model} changes the whole video, not a part of it.</source>
        <translation>{model} 会改动整段视频，而不是其中一部分。</translation>
    </message>
    <message>
        <source>The camera</source>
        <translation>运镜</translation>
    </message>
    <message>
        <source>{model} has no camera control; say the move in words.</source>
        <translation>{model} 没有运镜控制；请用文字描述。</translation>
    </message>
    <message>
        <source>The drawn paths</source>
        <translation>手绘路径</translation>
    </message>
    <message>
        <source>{model} cannot follow drawn paths.</source>
        <translation>{model} 不能跟随手绘路径。</translation>
    </message>
    <message>
        <source>The subject&apos;s outline</source>
        <translation>主体轮廓</translation>
    </message>
    <message>
        <source>{model} does not use the subject&apos;s outline.</source>
        <translation>{model} 不使用主体轮廓。</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>{model} draws silent pictures; the film adds the sound.</source>
        <translation>{model} 绘制无声画面；声音由影片加入。</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>{model} has no guidance to set.</source>
        <translation>{model} 没有引导强度可设。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>{model} does not draw in steps.</source>
        <translation>{model} 不分步绘制。</translation>
    </message>
    <message>
        <source>The seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>{model} draws the same with every seed.</source>
        <translation>{model} 用任何种子都画得一样。</translation>
    </message>
    <message>
        <source>Looping</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>{model} cannot close a loop.</source>
        <translation>{model} 不能首尾循环。</translation>
    </message>
    <message>
        <source>Draft quality</source>
        <translation>草稿质量</translation>
    </message>
    <message>
        <source>{model} has one quality only.</source>
        <translation>{model} 只有一种质量。</translation>
    </message>
    <message>
        <source>The slate</source>
        <translation>字卡</translation>
    </message>
    <message>
        <source>{model} writes nothing on the picture.</source>
        <translation>{model} 不在画面上写字。</translation>
    </message>
    <message>
        <source>This shot was queued by another version.</source>
        <translation>这个镜头是由另一个版本排入队列的。</translation>
    </message>
    <message>
        <source>The model {model} drew something else than was asked for.</source>
        <translation>模型 {model} 画出的内容与要求不符。</translation>
    </message>
    <message>
        <source>The shot was not rendered; the rest is as it was.</source>
        <translation>镜头没有渲染；其余保持原样。</translation>
    </message>
    <message>
        <source>The description of {model} is of another version.</source>
        <translation>{model} 的描述属于另一个版本。</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>请重新安装程序。</translation>
    </message>
    <message>
        <source>Verify the model on the page of models, or fetch it again.</source>
        <translation>请在“模型”页面校验该模型，或重新下载。</translation>
    </message>
    <message>
        <source>Use a copy of the model that comes as safetensors.</source>
        <translation>请使用该模型的 safetensors 版本。</translation>
    </message>
    <message>
        <source>A file of {model} is damaged: {file}.</source>
        <translation>{model} 的一个文件已损坏：{file}。</translation>
    </message>
    <message>
        <source>A file of {model} is missing: {file}.</source>
        <translation>{model} 缺少一个文件：{file}。</translation>
    </message>
    <message>
        <source>{model} has weights that may run a program when they are read: {file}.</source>
        <translation>{model} 的权重文件在读取时可能运行程序：{file}。</translation>
    </message>
    <message>
        <source>{model} wants to run a program of its own, {name}, and is not let in.</source>
        <translation>{model} 想运行自带的程序 {name}，已被拒绝。</translation>
    </message>
    <message>
        <source>Use a copy of the model that needs no such program.</source>
        <translation>请使用不需要此类程序的模型版本。</translation>
    </message>
    <message>
        <source>The files of {model} are of another kind: {found} instead of {wanted}.</source>
        <translation>{model} 的文件属于另一种类型：是 {found}，而不是 {wanted}。</translation>
    </message>
    <message>
        <source>Correct the model&apos;s description, or put its own files there.</source>
        <translation>请更正模型的描述文件，或放入该模型自己的文件。</translation>
    </message>
    <message>
        <source>The weights of {model} are damaged: {file}.</source>
        <translation>{model} 的权重已损坏：{file}。</translation>
    </message>
    <message>
        <source>{model} lost its way: what it drew is no picture.</source>
        <translation>{model} 的计算失控了：它画出的不是画面。</translation>
    </message>
    <message>
        <source>Try another seed or less guidance.</source>
        <translation>请换一个种子，或降低引导强度。</translation>
    </message>
    <message>
        <source>The driver of the graphics card is too old.</source>
        <translation>显卡驱动程序太旧。</translation>
    </message>
    <message>
        <source>Install a newer driver, then start again.</source>
        <translation>请安装较新的驱动程序，然后重新启动。</translation>
    </message>
    <message>
        <source>The graphics card stopped in the middle of the shot.</source>
        <translation>显卡在渲染镜头的途中停止了工作。</translation>
    </message>
    <message>
        <source>Try again; if it comes back, restart the computer.</source>
        <translation>请再试一次；如果问题重现，请重新启动电脑。</translation>
    </message>
    <message>
        <source>There is not enough memory for this shot.</source>
        <translation>内存不足以渲染这个镜头。</translation>
    </message>
    <message>
        <source>The graphics card has not enough memory for this shot.</source>
        <translation>显卡内存不足，无法渲染这个镜头。</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller size.</source>
        <translation>请关闭其他程序，或选择较小的尺寸。</translation>
    </message>
    <message>
        <source>The graphics card {device} is not there.</source>
        <translation>找不到显卡 {device}。</translation>
    </message>
    <message>
        <source>Choose another device for this shot.</source>
        <translation>请为这个镜头选择另一个设备。</translation>
    </message>
    <message>
        <source>The renderer failed: {reason}.</source>
        <translation>渲染器出错：{reason}。</translation>
    </message>
    <message>
        <source>Try again, or choose another model.</source>
        <translation>请重试，或换一个模型。</translation>
    </message>
    <message>
        <source>Nothing was made; the rest of the board is as it was.</source>
        <translation>没有产生结果；画板其余部分保持原样。</translation>
    </message>
    <message>
        <source>The renderer {name} cannot be loaded.</source>
        <translation>渲染器 {name} 无法加载。</translation>
    </message>
    <message>
        <source>Install what it needs, or choose another.</source>
        <translation>请安装它所需的组件，或换一个。</translation>
    </message>
    <message>
        <source>Import it again, then render.</source>
        <translation>请重新导入，然后渲染。</translation>
    </message>
    <message>
        <source>Only somebody who lends a device has {model}.</source>
        <translation>只有出借设备的人才有 {model}。</translation>
    </message>
    <message>
        <source>Render it while they are here, or choose another model.</source>
        <translation>请在对方在场时渲染，或选择其他模型。</translation>
    </message>
    <message>
        <source>The model {model} is not installed here.</source>
        <translation>这台电脑上没有安装模型 {model}。</translation>
    </message>
    <message>
        <source>Change the shot or choose another model.</source>
        <translation>请修改镜头，或换一个模型。</translation>
    </message>
    <message>
        <source>These nodes were copied in a newer Shotweave.</source>
        <translation>这些节点是用更新版本的 Shotweave 复制的。</translation>
    </message>
    <message>
        <source>Nothing was pasted.</source>
        <translation>没有粘贴任何内容。</translation>
    </message>
    <message>
        <source>Update Shotweave, then copy them again.</source>
        <translation>请更新 Shotweave，然后重新复制。</translation>
    </message>
    <message>
        <source>The clipboard holds no nodes.</source>
        <translation>剪贴板里没有节点。</translation>
    </message>
    <message>
        <source>Copy them in Shotweave first.</source>
        <translation>请先在 Shotweave 中复制节点。</translation>
    </message>
    <message>
        <source>This needs three nodes or more.</source>
        <translation>至少需要三个节点。</translation>
    </message>
    <message>
        <source>Select more of them, with Shift.</source>
        <translation>按住 Shift 选择更多节点。</translation>
    </message>
    <message>
        <source>This needs two nodes or more.</source>
        <translation>至少需要两个节点。</translation>
    </message>
    <message>
        <source>What is locked stays; unlock it first (Ctrl+Shift+L).</source>
        <translation>已锁定的内容保持不变；请先解锁（Ctrl+Shift+L）。</translation>
    </message>
    <message>
        <source>Nothing of what is selected is a group or a scene frame.</source>
        <translation>所选内容中没有编组或场景框。</translation>
    </message>
    <message>
        <source>Nothing of what is selected can be collapsed.</source>
        <translation>所选内容无法折叠。</translation>
    </message>
    <message>
        <source>Cards and scene frames can, notes cannot.</source>
        <translation>卡片和场景框可以折叠，便签不能。</translation>
    </message>
    <message>
        <source>Nothing has been copied that a board could take.</source>
        <translation>剪贴板里没有画板能接收的内容。</translation>
    </message>
    <message>
        <source>{count} files of the pasted nodes are missing: their board is not on this machine.</source>
        <translation>粘贴的节点缺少 {count} 个文件：它们所在的画板不在这台电脑上。</translation>
    </message>
    <message>
        <source>This node is locked: let the link go on a port, or unlock the node (Ctrl+Shift+L).</source>
        <translation>此节点已锁定：请把连线放到端口上，或先解锁节点（Ctrl+Shift+L）。</translation>
    </message>
    <message>
        <source>Links begin at this node; none can end in it.</source>
        <translation>连线只能从这个节点出发，不能连到它。</translation>
    </message>
    <message>
        <source>This node takes part in no links.</source>
        <translation>这个节点不能连线。</translation>
    </message>
    <message>
        <source>Nothing flows here until the muted node is turned on.</source>
        <translation>在重新启用被停用的节点之前，这里没有内容流过。</translation>
    </message>
    <message>
        <source>Takes the place of the link that is there.</source>
        <translation>将取代原有的连线。</translation>
    </message>
    <message>
        <source>Takes the place of “{title}”.</source>
        <translation>将取代“{title}”。</translation>
    </message>
    <message>
        <source>You have not looked elsewhere before.</source>
        <translation>之前没有看过别处。</translation>
    </message>
    <message>
        <source>You have not gone back before.</source>
        <translation>之前没有返回过。</translation>
    </message>
    <message>
        <source>This bookmark is no longer on the board.</source>
        <translation>这个书签已不在画板上。</translation>
    </message>
    <message>
        <source>{name} is shown again, but its file is not here.</source>
        <translation>{name} 重新显示，但它的文件不在这里。</translation>
    </message>
    <message>
        <source>{count} more files are not here.</source>
        <translation>还有 {count} 个文件不在这里。</translation>
    </message>
    <message>
        <source>This version is no longer named on the board.</source>
        <translation>画板上已没有这个版本名称。</translation>
    </message>
    <message>
        <source>Undo brings back what was deleted by mistake.</source>
        <translation>误删的内容可以用撤销找回。</translation>
    </message>
    <message>
        <source>A version needs a name.</source>
        <translation>版本需要一个名称。</translation>
    </message>
    <message>
        <source>Nothing is being rendered now.</source>
        <translation>现在没有正在进行的渲染。</translation>
    </message>
    <message>
        <source>Nothing here has a link to be taken out of.</source>
        <translation>这里没有可以抽离的连线。</translation>
    </message>
    <message>
        <source>Notes and drawings feed nothing: they are never off.</source>
        <translation>便签和图画不供给任何节点：它们无需停用。</translation>
    </message>
    <message>
        <source>This node cannot stand in this link: it must take and give the same.</source>
        <translation>这个节点不能插入这条连线：它的输入和输出必须同类。</translation>
    </message>
    <message>
        <source>Select a node first, then all of its kind.</source>
        <translation>请先选择一个节点，再选择所有同类节点。</translation>
    </message>
    <message>
        <source>Nothing else feeds what is selected.</source>
        <translation>所选内容没有其他上游。</translation>
    </message>
    <message>
        <source>What is selected feeds nothing else.</source>
        <translation>所选内容没有其他下游。</translation>
    </message>
    <message>
        <source>There is nothing on this board yet.</source>
        <translation>这个画板上还什么都没有。</translation>
    </message>
    <message>
        <source>A bookmark needs a place on the board.</source>
        <translation>书签需要画板上的一个位置。</translation>
    </message>
    <message>
        <source>This is the past: go back to now first.</source>
        <translation>这是过去：请先回到现在。</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>没有选中任何内容。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可以撤销的操作。</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>没有可以重做的操作。</translation>
    </message>
    <message>
        <source>“{verb}” changes nothing here: it is so already.</source>
        <translation>“{verb}”在这里没有改变什么：已经是这样了。</translation>
    </message>
    <message>
        <source>There is no bookmark {n} yet: Alt+B keeps what you see.</source>
        <translation>还没有书签 {n}：按 Alt+B 可保存当前视图。</translation>
    </message>
    <message>
        <source>Select the one node to link from.</source>
        <translation>请选中一个节点，从它连线。</translation>
    </message>
    <message>
        <source>Nothing in sight can be linked to this node.</source>
        <translation>视野内没有可以与这个节点相连的端口。</translation>
    </message>
    <message>
        <source>The film has no shots yet: add a clip to it.</source>
        <translation>影片还没有镜头：请添加一个片段。</translation>
    </message>
    <message>
        <source>Something in Shotweave went wrong: {what}</source>
        <translation>Shotweave 出了问题：{what}</translation>
    </message>
    <message>
        <source>What you did before is kept; the sign at the top says when it is on disk.</source>
        <translation>你之前所做的都会保留；顶部的标记会显示何时已存盘。</translation>
    </message>
    <message>
        <source>You can work on. What happened is written in {path}.</source>
        <translation>你可以继续工作。详情已写入 {path}。</translation>
    </message>
    <message>
        <source>{link} could not be fetched: {reason}.</source>
        <translation>无法获取 {link}：{reason}。</translation>
    </message>
    <message>
        <source>The link stands on the board as a note.</source>
        <translation>这个链接已作为便签放在画板上。</translation>
    </message>
    <message>
        <source>Save the file in your browser, then drop it here.</source>
        <translation>请在浏览器中保存文件，再拖到这里。</translation>
    </message>
    <message>
        <source>Select the one node to go on from.</source>
        <translation>请选中一个节点，从它继续。</translation>
    </message>
    <message>
        <source>Nothing can be linked to this node on that side.</source>
        <translation>这个节点的那一侧不能连接任何节点。</translation>
    </message>
    <message>
        <source>No kind of node can stand in this link.</source>
        <translation>没有节点能插入这条连线。</translation>
    </message>
    <message>
        <source>Many systems switch the input method with it.</source>
        <translation>许多系统用它切换输入法。</translation>
    </message>
    <message>
        <source>Chinese input methods switch full width with it.</source>
        <translation>中文输入法用它切换全角和半角。</translation>
    </message>
    <message>
        <source>Some input methods take it.</source>
        <translation>有些输入法会占用它。</translation>
    </message>
    <message>
        <source>The system closes windows with it.</source>
        <translation>系统用它关闭窗口。</translation>
    </message>
    <message>
        <source>The system changes windows with it.</source>
        <translation>系统用它切换窗口。</translation>
    </message>
    <message>
        <source>The system keeps it for itself.</source>
        <translation>系统自己保留了它。</translation>
    </message>
    <message>
        <source>The system opens the window&apos;s menu with it.</source>
        <translation>系统用它打开窗口菜单。</translation>
    </message>
    <message>
        <source>The canvas itself needs this key.</source>
        <translation>画布本身需要这个按键。</translation>
    </message>
    <message>
        <source>Systems keep the keys with Meta for themselves.</source>
        <translation>系统保留了带 Meta 的按键。</translation>
    </message>
    <message>
        <source>Not known here, and left out: {names}.</source>
        <translation>此处没有、已略过：{names}。</translation>
    </message>
    <message>
        <source>{key} is now for “{verb}”, no longer for “{other}”.</source>
        <translation>{key} 现在用于“{verb}”，不再用于“{other}”。</translation>
    </message>
    <message>
        <source>“{key}” cannot be a key for {name}, or is taken twice: it was left out.</source>
        <translation>“{key}”不能用作 {name} 的按键，或被重复占用：已忽略。</translation>
    </message>
    <message>
        <source>Nothing is playing.</source>
        <translation>没有正在播放的内容。</translation>
    </message>
    <message>
        <source>There is nothing here to play: render a clip first, or bring in a video.</source>
        <translation>这里没有可播放的内容：请先渲染一个片段，或导入一段视频。</translation>
    </message>
    <message>
        <source>The search has found nothing.</source>
        <translation>没有找到任何结果。</translation>
    </message>
    <message>
        <source>That is no longer on the board.</source>
        <translation>它已不在画板上。</translation>
    </message>
    <message>
        <source>A copy is of the whole board.</source>
        <translation>副本总是整个画板的。</translation>
    </message>
    <message>
        <source>Leave out --node, or --to.</source>
        <translation>请去掉 --node 或 --to。</translation>
    </message>
    <message>
        <source>No one node of that moment is named {name}.</source>
        <translation>那一时刻没有唯一对应 {name} 的节点。</translation>
    </message>
    <message>
        <source>Name it by its id, or the beginning of it.</source>
        <translation>请用它的标识或标识开头来指明。</translation>
    </message>
    <message>
        <source>Only a server with --self-signed can be announced.</source>
        <translation>只有使用 --self-signed 的服务器才能被公布。</translation>
    </message>
    <message>
        <source>Links know it by its certificate, wherever it is.</source>
        <translation>无论它在哪里，链接都凭证书认出它。</translation>
    </message>
    <message>
        <source>A certificate needs its key, and nothing else.</source>
        <translation>证书只需要与它的密钥一起使用。</translation>
    </message>
    <message>
        <source>Give --tls-cert and --tls-key, or --self-signed.</source>
        <translation>请同时给出 --tls-cert 和 --tls-key，或者使用 --self-signed。</translation>
    </message>
    <message>
        <source>{path} is no certificate.</source>
        <translation>{path} 不是证书。</translation>
    </message>
    <message>
        <source>Give a certificate in PEM form.</source>
        <translation>请提供 PEM 格式的证书。</translation>
    </message>
    <message>
        <source>This is no link into a room of this server.</source>
        <translation>这不是此服务器上房间的链接。</translation>
    </message>
    <message>
        <source>Nothing was revoked.</source>
        <translation>没有撤销任何内容。</translation>
    </message>
    <message>
        <source>This token was not made from a link.</source>
        <translation>此令牌不是由任何链接生成的。</translation>
    </message>
    <message>
        <source>{path} is no folder of a server.</source>
        <translation>{path} 不是服务器的文件夹。</translation>
    </message>
    <message>
        <source>Start one there first, with: main.py serve</source>
        <translation>请先在那里启动一个服务器：main.py serve</translation>
    </message>
    <message>
        <source>{room} is no name of a room.</source>
        <translation>{room} 不能作为房间名称。</translation>
    </message>
    <message>
        <source>Take letters of English, digits, - and _; 64 at most.</source>
        <translation>请使用英文字母、数字、- 和 _，最多 64 个字符。</translation>
    </message>
    <message>
        <source>Fetching what this render begins with; then it starts by itself.</source>
        <translation>正在取回这次渲染所需的素材；随后会自动开始。</translation>
    </message>
    <message>
        <source>Every comment is read already.</source>
        <translation>所有评论都已读。</translation>
    </message>
    <message>
        <source>There is no unread comment.</source>
        <translation>没有未读评论。</translation>
    </message>
    <message>
        <source>This comment is no longer there.</source>
        <translation>这条评论已不存在。</translation>
    </message>
    <message>
        <source>What you comment on is no longer on the board.</source>
        <translation>所评论的内容已不在画板上。</translation>
    </message>
    <message>
        <source>The originals of what is selected are here already.</source>
        <translation>所选内容的原始文件已经在这里了。</translation>
    </message>
    <message>
        <source>No original of what is selected is on its way.</source>
        <translation>所选内容没有正在取回的原始文件。</translation>
    </message>
    <message>
        <source>The room takes no more files: “{name}” stays here only.</source>
        <translation>房间不再接收文件：“{name}”只保存在这里。</translation>
    </message>
    <message>
        <source>The others see its card, but not the file. It is safe here.</source>
        <translation>其他人能看到它的卡片，但看不到文件。文件在这里是安全的。</translation>
    </message>
    <message>
        <source>Ask whoever runs the room for more space ({code}); it is tried again.</source>
        <translation>请向房间的管理者申请更多空间（{code}）；之后会再次尝试。</translation>
    </message>
    <message>
        <source>There is no room on this disk for “{name}”.</source>
        <translation>这块磁盘上没有空间存放“{name}”。</translation>
    </message>
    <message>
        <source>Free some space, then fetch it again.</source>
        <translation>请腾出一些空间，然后重新取回。</translation>
    </message>
    <message>
        <source>“{name}” could not be fetched: {reason}.</source>
        <translation>无法取回“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>Fetch it again, or import the same file.</source>
        <translation>请重新取回，或导入同一个文件。</translation>
    </message>
    <message>
        <source>The history of this board knows no such moment.</source>
        <translation>这个画板的历史中没有这一时刻。</translation>
    </message>
    <message>
        <source>Name a step by its number, a version by its name, or a date and time.</source>
        <translation>请用编号指明步骤、用名称指明版本，或给出日期和时间。</translation>
    </message>
    <message>
        <source>This copy of the board has no history of the version “{name}”.</source>
        <translation>画板的这个副本没有版本“{name}”的历史。</translation>
    </message>
    <message>
        <source>The work of that time came here in one piece with what followed.</source>
        <translation>当时的工作与后续内容是一次性到达这里的。</translation>
    </message>
    <message>
        <source>{name}, who named it, can restore it.</source>
        <translation>命名者 {name} 可以恢复它。</translation>
    </message>
    <message>
        <source>All your work is saved on this computer.</source>
        <translation>你的全部工作都已保存在这台电脑上。</translation>
    </message>
    <message>
        <source>You may comment on this board, not change it.</source>
        <translation>你可以评论此画板，但不能修改它。</translation>
    </message>
    <message>
        <source>You may look at this board, not change it.</source>
        <translation>你可以查看此画板，但不能修改它。</translation>
    </message>
    <message>
        <source>Ask the owner of the board for a link to edit.</source>
        <translation>请向画板的所有者索取可编辑的链接。</translation>
    </message>
    <message>
        <source>A render has finished; its take was not added to the board.</source>
        <translation>一次渲染已完成；它的镜次没有加入画板。</translation>
    </message>
    <message>
        <source>The room at {place} no longer knew you, so this board was opened anew, and you are somebody new there.</source>
        <translation>位于 {place} 的房间已不认得你，因此重新打开了这个画板，你在那里是一位新成员。</translation>
    </message>
    <message>
        <source>All your work is here. What the room lacks of it comes there with an owner, or after ten minutes.</source>
        <translation>你的全部工作都在这里。房间里还缺的部分，会随所有者到来或在十分钟后送达。</translation>
    </message>
    <message>
        <source>You can work on.</source>
        <translation>你可以继续工作。</translation>
    </message>
    <message>
        <source>The room cannot be reached now.</source>
        <translation>现在无法连接到房间。</translation>
    </message>
    <message>
        <source>Try again once you are connected.</source>
        <translation>请在连接恢复后再试。</translation>
    </message>
    <message>
        <source>This board is not shared.</source>
        <translation>此画板没有共享。</translation>
    </message>
    <message>
        <source>Share it first, or join a room by its link.</source>
        <translation>请先共享它，或通过链接加入一个房间。</translation>
    </message>
    <message>
        <source>A board that is open to look at only cannot be shared.</source>
        <translation>以只读方式打开的画板不能共享。</translation>
    </message>
    <message>
        <source>This link leads to another board than this one.</source>
        <translation>这个链接指向另一个画板，不是这一个。</translation>
    </message>
    <message>
        <source>Join it as a board of its own.</source>
        <translation>请把它作为单独的画板加入。</translation>
    </message>
    <message>
        <source>Ask the owner of the board for a new link.</source>
        <translation>请向画板的所有者索取新的链接。</translation>
    </message>
    <message>
        <source>The link into this room is no longer valid.</source>
        <translation>进入此房间的链接已失效。</translation>
    </message>
    <message>
        <source>You were taken out of this room.</source>
        <translation>你已被移出此房间。</translation>
    </message>
    <message>
        <source>The room holds another board than this one.</source>
        <translation>房间里是另一个画板，不是这一个。</translation>
    </message>
    <message>
        <source>The room refuses: {reason}</source>
        <translation>房间拒绝：{reason}</translation>
    </message>
    <message>
        <source>Ask the owner of the board.</source>
        <translation>请询问画板的所有者。</translation>
    </message>
    <message>
        <source>nobody answers</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>nothing was heard any more</source>
        <translation>对方没有任何动静</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>连接已断开</translation>
    </message>
    <message>
        <source>nobody knows this name</source>
        <translation>找不到这个名称</translation>
    </message>
    <message>
        <source>nobody is listening there</source>
        <translation>那里没有打开的房间</translation>
    </message>
    <message>
        <source>there is no way to it from here</source>
        <translation>从这里无法到达</translation>
    </message>
    <message>
        <source>this computer has no network</source>
        <translation>这台电脑没有联网</translation>
    </message>
    <message>
        <source>the server is stopping</source>
        <translation>服务器正在停止</translation>
    </message>
    <message>
        <source>the room begins anew</source>
        <translation>房间正在重新打开</translation>
    </message>
    <message>
        <source>the owner has not opened this board here yet</source>
        <translation>主人还没有在这里打开这块画板</translation>
    </message>
    <message>
        <source>some edits wait for the people who made them</source>
        <translation>有些修改要等做出它们的人回来</translation>
    </message>
    <message>
        <source>some comments bear somebody else&apos;s name</source>
        <translation>有些评论用了别人的名字</translation>
    </message>
    <message>
        <source>a comment in somebody else&apos;s name</source>
        <translation>用别人的名字发表的评论</translation>
    </message>
    <message>
        <source>the server&apos;s disk is too slow for now</source>
        <translation>服务器的磁盘暂时太慢</translation>
    </message>
    <message>
        <source>this client keeps the others waiting</source>
        <translation>这个程序让其他人等待太久</translation>
    </message>
    <message>
        <source>this client sends more than the room can take in</source>
        <translation>这个程序发送的内容超出了房间的接收能力</translation>
    </message>
    <message>
        <source>this window has come back on a new connection</source>
        <translation>这个窗口已通过新的连接回来</translation>
    </message>
    <message>
        <source>this client id belongs to somebody else</source>
        <translation>这个客户端编号属于别人</translation>
    </message>
    <message>
        <source>Too many attempts from this address; wait a minute.</source>
        <translation>来自这个地址的尝试过多，请稍等一分钟。</translation>
    </message>
    <message>
        <source>There is nothing here.</source>
        <translation>这里什么也没有。</translation>
    </message>
    <message>
        <source>The server is about to stop.</source>
        <translation>服务器即将停止。</translation>
    </message>
    <message>
        <source>The server has too many rooms open; try again in a minute.</source>
        <translation>服务器打开的房间过多，请一分钟后再试。</translation>
    </message>
    <message>
        <source>this room speaks another version of the protocol: update Shotweave</source>
        <translation>这个房间使用另一版本的协议：请更新 Shotweave</translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}</source>
        <translation>无法连接到 {host}：{reason}</translation>
    </message>
    <message>
        <source>It is tried again by itself. Check the network, and whether it is on.</source>
        <translation>会自动重试。请检查网络，以及对方是否开机。</translation>
    </message>
    <message>
        <source>Try again in a minute.</source>
        <translation>请过一分钟再试。</translation>
    </message>
    <message>
        <source>{host} answers, but not yet with the board: {reason}</source>
        <translation>{host} 有应答，但还没有给出画板：{reason}</translation>
    </message>
    <message>
        <source>See that the board is open and shared there, and try again or ask for a new link.</source>
        <translation>请确认画板在那边已打开并共享，然后重试，或索要新的链接。</translation>
    </message>
    <message>
        <source>This address holds within one network: be in the same one as whoever shares the board, and see that it is open and shared there.</source>
        <translation>这个地址只在同一网络内有效：请与共享画板的人连到同一网络，并确认画板在那边已打开并共享。</translation>
    </message>
    <message>
        <source>Somebody else answers at {host}: its certificate is not the link&apos;s.</source>
        <translation>{host} 上应答的是别人：它的证书与链接中的不符。</translation>
    </message>
    <message>
        <source>Nothing was sent to it.</source>
        <translation>没有向它发送任何内容。</translation>
    </message>
    <message>
        <source>The room sent something unreadable: {reason}</source>
        <translation>房间发来了无法读取的内容：{reason}</translation>
    </message>
    <message>
        <source>It was not let in; your board is as you left it.</source>
        <translation>它没有被接收；你的画板保持原样。</translation>
    </message>
    <message>
        <source>Update Shotweave, here and where the room&apos;s server runs.</source>
        <translation>请更新 Shotweave：这里和运行房间服务器的地方都要更新。</translation>
    </message>
    <message>
        <source>The server for this board does not start: {reason}</source>
        <translation>此画板的服务器无法启动：{reason}</translation>
    </message>
    <message>
        <source>The room did not take the changes that were last made here.</source>
        <translation>房间没有接受在这里最后所做的改动。</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>会自动重试。</translation>
    </message>
    <message>
        <source>There is no board in this room yet.</source>
        <translation>这个房间里还没有画板。</translation>
    </message>
    <message>
        <source>Ask its owner to open the board there first.</source>
        <translation>请让房间的所有者先在那里打开画板。</translation>
    </message>
    <message>
        <source>The room now holds another board than yours.</source>
        <translation>房间里现在是另一个画板，不是你的。</translation>
    </message>
    <message>
        <source>Your own board is kept, whole, as “{copy}”.</source>
        <translation>你自己的画板完整保留为“{copy}”。</translation>
    </message>
    <message>
        <source>You now see the board of the room.</source>
        <translation>你现在看到的是房间的画板。</translation>
    </message>
    <message>
        <source>The room says: {reason}</source>
        <translation>房间提示：{reason}</translation>
    </message>
    <message>
        <source>The originals of these files are not here: {names}.</source>
        <translation>以下文件的原始文件不在这里：{names}。</translation>
    </message>
    <message>
        <source>They come by themselves as soon as whoever has them opens this board; or import “{name}” again: it is recognised by its content.</source>
        <translation>持有者一打开这块画板，它们就会自动传来；也可以再次导入“{name}”：程序会按内容识别它。</translation>
    </message>
    <message>
        <source>“{name}” is on its way: {share} %</source>
        <translation>“{name}”正在传来：{share} %</translation>
    </message>
    <message>
        <source>“{name}” is with {people}</source>
        <translation>“{name}”在{people}那里</translation>
    </message>
    <message>
        <source>“{name}” is not here yet</source>
        <translation>“{name}”还没有传到</translation>
    </message>
    <message>
        <source>{people} had them last and is not in the room now.</source>
        <translation>最后持有它们的是{people}，现在不在房间里。</translation>
    </message>
    <message>
        <source>The room, which may have them, is not reached now.</source>
        <translation>房间里可能有这些文件，但现在连接不上。</translation>
    </message>
    <message>
        <source>Nobody who is in the room now has them.</source>
        <translation>现在房间里没有人有这些文件。</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Edit comment</source>
        <translation>编辑评论</translation>
    </message>
    <message>
        <source>Move comment</source>
        <translation>移动评论</translation>
    </message>
    <message>
        <source>Delete comment</source>
        <translation>删除评论</translation>
    </message>
    <message>
        <source>Resolve comment</source>
        <translation>解决评论</translation>
    </message>
    <message>
        <source>Nobody can comment in somebody else&apos;s name.</source>
        <translation>不能以他人的名义评论。</translation>
    </message>
    <message>
        <source>There is a comment {id} already.</source>
        <translation>已有编号为 {id} 的评论。</translation>
    </message>
    <message>
        <source>Say it in a new comment.</source>
        <translation>请另写一条新评论。</translation>
    </message>
    <message>
        <source>Only {name} can change or delete what {name} has said.</source>
        <translation>只有 {name} 能修改或删除 {name} 说过的话。</translation>
    </message>
    <message>
        <source>Answer it, or resolve it.</source>
        <translation>可以回复，或将其标为已解决。</translation>
    </message>
    <message>
        <source>The past cannot be changed.</source>
        <translation>过去无法更改。</translation>
    </message>
    <message>
        <source>Restore what you want from it, or go back to now.</source>
        <translation>请从中恢复您想要的内容，或回到现在。</translation>
    </message>
    <message>
        <source>A comment needs a word at least.</source>
        <translation>评论至少要有一个字。</translation>
    </message>
    <message>
        <source>{value} is no part of a picture.</source>
        <translation>{value} 不是画面的一部分。</translation>
    </message>
    <message>
        <source>{value} does not say who resolved it.</source>
        <translation>{value} 没有说明由谁解决。</translation>
    </message>
    <message>
        <source>{node} was not on the board then.</source>
        <translation>{node} 当时不在画板上。</translation>
    </message>
    <message>
        <source>A link of {node} stays away: its other end was deleted.</source>
        <translation>{node} 的一条连线无法恢复：它的另一端已被删除。</translation>
    </message>
    <message>
        <source>{node} keeps the picture it has got since: nothing rendered is lost.</source>
        <translation>{node} 保留此后得到的画面：渲染结果不会丢失。</translation>
    </message>
    <message>
        <source>A version needs a name and a moment of the board.</source>
        <translation>版本需要一个名称和画板的某一时刻。</translation>
    </message>
    <message>
        <source>{name} mentions you: {words}</source>
        <translation>{name} 提到了你：{words}</translation>
    </message>
    <message>
        <source>The comment was deleted.</source>
        <translation>评论已删除。</translation>
    </message>
    <message>
        <source>The film shows nothing here.</source>
        <translation>影片在此处没有画面。</translation>
    </message>
    <message>
        <source>You follow nobody.</source>
        <translation>你没有跟随任何人。</translation>
    </message>
    <message>
        <source>{name} is asked to look where you look.</source>
        <translation>已请{name}来看你所看之处。</translation>
    </message>
    <message>
        <source>The others look where they like.</source>
        <translation>其他人可以随意查看。</translation>
    </message>
    <message>
        <source>Everyone is asked to look where you look.</source>
        <translation>已请所有人来看你所看之处。</translation>
    </message>
    <message>
        <source>{name} asks you to look here. Esc or any move ends it.</source>
        <translation>{name}请你看这里。按 Esc 或移动视图即可结束。</translation>
    </message>
    <message>
        <source>{name} has made the board what it was before.</source>
        <translation>{name} 把画板恢复成了以前的样子。</translation>
    </message>
    <message>
        <source>{name} has deleted what you were moving.</source>
        <translation>{name}删除了你正在移动的内容。</translation>
    </message>
    <message>
        <source>Nobody else is on this board now. Share it to invite others.</source>
        <translation>现在没有别人在这块画板上。共享它即可邀请别人。</translation>
    </message>
    <message>
        <source>{name} may only look from now on.</source>
        <translation>{name} 现在起只能查看。</translation>
    </message>
    <message>
        <source>{name} may look and comment from now on.</source>
        <translation>{name} 现在起可以查看和评论。</translation>
    </message>
    <message>
        <source>{name} may edit from now on.</source>
        <translation>{name} 现在起可以编辑。</translation>
    </message>
    <message>
        <source>{name} was removed from the room.</source>
        <translation>已把{name}移出房间。</translation>
    </message>
    <message>
        <source>You may comment on this board, not change it. Ask its owner for more.</source>
        <translation>你可以评论这块画板，但不能修改。需要更多权限请找它的主人。</translation>
    </message>
    <message>
        <source>You may look at this board, not change it. Ask its owner for more.</source>
        <translation>你可以查看这块画板，但不能修改。需要更多权限请找它的主人。</translation>
    </message>
    <message>
        <source>Only the owner of this board gives links to it.</source>
        <translation>只有这块画板的主人能发出链接。</translation>
    </message>
    <message>
        <source>The room is being opened: a link to edit follows at once.</source>
        <translation>正在打开房间：编辑链接马上就好。</translation>
    </message>
    <message>
        <source>A link to edit this board is on the clipboard.</source>
        <translation>这块画板的编辑链接已在剪贴板上。</translation>
    </message>
    <message>
        <source>This board is not shared: you are in no room.</source>
        <translation>这块画板没有共享：你不在任何房间里。</translation>
    </message>
    <message>
        <source>Sharing has ended. Its links open again with it.</source>
        <translation>共享已结束。再次共享时，原来的链接又能使用。</translation>
    </message>
    <message>
        <source>You have left the room. The board stays here.</source>
        <translation>你已离开房间。画板仍留在这里。</translation>
    </message>
    <message>
        <source>You may edit this board now.</source>
        <translation>你现在可以编辑这块画板了。</translation>
    </message>
    <message>
        <source>It is so already: nothing changed.</source>
        <translation>已经是这样了：没有任何更改。</translation>
    </message>
    <message>
        <source>What was selected is restored from {when}. Undo takes it back.</source>
        <translation>所选节点已恢复为 {when} 的样子。可以撤销。</translation>
    </message>
    <message>
        <source>Restored from {when}. Undo takes it back.</source>
        <translation>已恢复到 {when}。可以撤销。</translation>
    </message>
    <message>
        <source>Copied as {name}.</source>
        <translation>已复制为 {name}。</translation>
    </message>
    <message>
        <source>Somebody has deleted what you were writing in.</source>
        <translation>有人删除了你正在书写的内容。</translation>
    </message>
    <message>
        <source>Your words are on the clipboard.</source>
        <translation>你写的文字已在剪贴板上。</translation>
    </message>
    <message>
        <source>Paste them wherever you need them.</source>
        <translation>请粘贴到你需要的地方。</translation>
    </message>
    <message>
        <source>This is no link to a shared board.</source>
        <translation>这不是共享画板的链接。</translation>
    </message>
    <message>
        <source>Copy the whole link, from its first letter to its last.</source>
        <translation>请从第一个字符到最后一个字符完整复制链接。</translation>
    </message>
    <message>
        <source>The room {room} holds another board.</source>
        <translation>房间 {room} 里是另一块画板。</translation>
    </message>
    <message>
        <source>Nothing was shared or changed.</source>
        <translation>没有共享或更改任何内容。</translation>
    </message>
    <message>
        <source>Choose another name for the room.</source>
        <translation>请为房间换一个名称。</translation>
    </message>
    <message>
        <source>Another server uses the folder {path}.</source>
        <translation>另一个服务器正在使用文件夹 {path}。</translation>
    </message>
    <message>
        <source>Stop that one, or choose another folder.</source>
        <translation>请停止那个服务器，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>The certificate cannot be used: {reason}.</source>
        <translation>无法使用该证书：{reason}。</translation>
    </message>
    <message>
        <source>Check the files of the certificate and its key.</source>
        <translation>请检查证书文件及其密钥文件。</translation>
    </message>
    <message>
        <source>Nobody can be reached at {host}:{port}: {reason}.</source>
        <translation>无法在 {host}:{port} 上提供连接：{reason}。</translation>
    </message>
    <message>
        <source>Choose another port or address.</source>
        <translation>请选择另一个端口或地址。</translation>
    </message>
    <message>
        <source>No such render has the number {id}.</source>
        <translation>没有编号为 {id} 的渲染任务。</translation>
    </message>
    <message>
        <source>queue list shows the numbers.</source>
        <translation>queue list 会显示编号。</translation>
    </message>
    <message>
        <source>The others here may have their shots drawn on your device now; yours come first.</source>
        <translation>这里的其他人现在可以用你的设备绘制他们的镜头；你自己的镜头优先。</translation>
    </message>
    <message>
        <source>Your device draws for you alone again.</source>
        <translation>你的设备又只为你自己绘制了。</translation>
    </message>
    <message>
        <source>Your device draws for you alone again. What it was drawing for {names} goes back to the room: another one takes it over, or it waits for one.</source>
        <translation>你的设备重新只为你绘制。它正在为 {names} 绘制的内容退回房间：由另一台设备接手，或等待设备。</translation>
    </message>
    <message>
        <source>Ended renders taken off the list: {n}. Their takes stay.</source>
        <translation>已从列表移除 {n} 个已结束的渲染。它们的版本仍然保留。</translation>
    </message>
    <message>
        <source>Looking at what this machine can draw on …</source>
        <translation>正在查看这台电脑能用什么来绘制……</translation>
    </message>
    <message>
        <source>Models draw on {device}, {memory} of it free.</source>
        <translation>模型在 {device} 上绘制，空闲 {memory}。</translation>
    </message>
    <message>
        <source>{line} About {time} more for the frames in between.</source>
        <translation>{line}补帧还需约 {time}。</translation>
    </message>
    <message>
        <source>{n} renders one after another; how long is not known.</source>
        <translation>依次渲染 {n} 次；所需时间未知。</translation>
    </message>
    <message>
        <source>At least {time} for its {n} renders, {memory} at most at one moment.</source>
        <translation>{n} 次渲染至少需要 {time}，同一时刻最多占用 {memory}。</translation>
    </message>
    <message>
        <source>About {time} for its {n} renders, {memory} at most at one moment.</source>
        <translation>{n} 次渲染约需 {time}，同一时刻最多占用 {memory}。</translation>
    </message>
    <message>
        <source>The shortcuts could not be written to {path}.</source>
        <translation>无法将快捷键写入 {path}。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请换一个位置。</translation>
    </message>
    <message>
        <source>{path} cannot be read.</source>
        <translation>无法读取 {path}。</translation>
    </message>
    <message>
        <source>{path} holds no shortcuts.</source>
        <translation>{path} 中没有快捷键。</translation>
    </message>
    <message>
        <source>Your shortcuts stay as they are.</source>
        <translation>你的快捷键保持不变。</translation>
    </message>
    <message>
        <source>Choose a file that Shotweave has exported.</source>
        <translation>请选择由 Shotweave 导出的文件。</translation>
    </message>
    <message>
        <source>The lender has {model} in another version.</source>
        <translation>借出方的 {model} 是另一个版本。</translation>
    </message>
    <message>
        <source>Both of you need the same version.</source>
        <translation>双方需要相同的版本。</translation>
    </message>
    <message>
        <source>The lender has stopped this shot.</source>
        <translation>借出方停止了这个镜头。</translation>
    </message>
    <message>
        <source>Try again, or draw it on your own device.</source>
        <translation>请再试一次，或用你自己的设备绘制。</translation>
    </message>
    <message>
        <source>What this shot begins with did not reach the lender.</source>
        <translation>这个镜头所依据的素材没有传到借出方那里。</translation>
    </message>
    <message>
        <source>Whoever has its pictures and clips has to be here.</source>
        <translation>拥有这些图片和片段的人需要在场。</translation>
    </message>
    <message>
        <source>There is no model {model}.</source>
        <translation>没有名为 {model} 的模型。</translation>
    </message>
    <message>
        <source>There are: {models}.</source>
        <translation>可用的有：{models}。</translation>
    </message>
    <message>
        <source>{folder} holds no model that can be used.</source>
        <translation>{folder} 中没有可用的模型。</translation>
    </message>
    <message>
        <source>Choose the folder in which model_index.json lies, or the manifest.toml of a model.</source>
        <translation>请选择 model_index.json 所在的文件夹，或模型的 manifest.toml。</translation>
    </message>
    <message>
        <source>{folder} is a {kind}; which model it is cannot be seen.</source>
        <translation>{folder} 是 {kind}，但看不出是哪个模型。</translation>
    </message>
    <message>
        <source>Write a manifest.toml for it: see docs/models.md.</source>
        <translation>请为它编写 manifest.toml：参见 docs/models.md。</translation>
    </message>
    <message>
        <source>Say which: {models}.</source>
        <translation>请指明是哪一个：{models}。</translation>
    </message>
    <message>
        <source>{folder} does not hold all of {model}: {files} is missing.</source>
        <translation>{folder} 不包含完整的 {model}：缺少 {files}。</translation>
    </message>
    <message>
        <source>Copy what is missing there, then add it again.</source>
        <translation>请把缺少的文件复制进去，再添加一次。</translation>
    </message>
    <message>
        <source>Another model is called {id} already.</source>
        <translation>已有另一个模型使用 {id} 这个标识。</translation>
    </message>
    <message>
        <source>Give it another id in its manifest.toml.</source>
        <translation>请在它的 manifest.toml 中换一个 id。</translation>
    </message>
    <message>
        <source>They would have to be downloaded again.</source>
        <translation>之后需要重新下载。</translation>
    </message>
    <message>
        <source>Nothing here could bring them back.</source>
        <translation>这里没有办法再取回它们。</translation>
    </message>
    <message>
        <source>Removing {model} throws away {size} of files.</source>
        <translation>移除 {model} 会删除 {size} 的文件。</translation>
    </message>
    <message>
        <source>Say so with --yes.</source>
        <translation>请用 --yes 确认。</translation>
    </message>
    <message>
        <source>{model} lies in a cache that other programs use as well.</source>
        <translation>{model} 位于与其他程序共用的缓存中。</translation>
    </message>
    <message>
        <source>Remove it there, with “hf cache”.</source>
        <translation>请用“hf cache”在那里移除。</translation>
    </message>
    <message>
        <source>Nothing of {model} is on this computer.</source>
        <translation>这台电脑上没有 {model} 的任何文件。</translation>
    </message>
    <message>
        <source>Rendering is paused. This waits until you resume it.</source>
        <translation>渲染已暂停。继续后才会渲染。</translation>
    </message>
    <message>
        <source>{model} is here: choose it for a shot.</source>
        <translation>{model} 已就绪：可以为镜头选用。</translation>
    </message>
    <message>
        <source>The download of {model} goes on.</source>
        <translation>继续下载 {model}。</translation>
    </message>
    <message>
        <source>The program was cut off while it rendered. What was under way waits for you.</source>
        <translation>程序在渲染时被中断。未完成的渲染在等你继续。</translation>
    </message>
    <message>
        <source>{model} cannot look at the guiding video here.</source>
        <translation>{model} 在这里无法查看引导视频。</translation>
    </message>
    <message>
        <source>Install the Python package torchvision that belongs to your torch, then render.</source>
        <translation>请安装与你的 torch 相配的 Python 包 torchvision，然后再渲染。</translation>
    </message>
    <message>
        <source>“{row}” of {model} is not here: {file} is missing.</source>
        <translation>{model} 的“{row}”不在这里：缺少 {file}。</translation>
    </message>
    <message>
        <source>Download it on the page of models, or choose another.</source>
        <translation>请在“模型”页面下载它，或选择其他的。</translation>
    </message>
    <message>
        <source>“{row}” does not fit {model}.</source>
        <translation>“{row}”与 {model} 不匹配。</translation>
    </message>
    <message>
        <source>Choose the model without it, or one that it was made for.</source>
        <translation>请选择不带它的模型，或它所适用的模型。</translation>
    </message>
    <message>
        <source>Models like {model} cannot take “{row}” or any LoRA.</source>
        <translation>{model} 这类模型无法使用“{row}”或任何 LoRA。</translation>
    </message>
    <message>
        <source>Choose the model without it.</source>
        <translation>请选择不带它的模型。</translation>
    </message>
    <message>
        <source>{model} cannot be read without the Python package {name}.</source>
        <translation>没有 Python 包 {name} 就无法读取 {model}。</translation>
    </message>
    <message>
        <source>Install {name} beside torch, or choose another model.</source>
        <translation>请在 torch 之外再安装 {name}，或选择其他模型。</translation>
    </message>
    <message>
        <source>{model} cannot use the attention “{name}” here.</source>
        <translation>{model} 在这里无法使用注意力实现“{name}”。</translation>
    </message>
    <message>
        <source>Install the Python package for it, or choose another on the Models page: Speed.</source>
        <translation>请安装所需的 Python 包，或在“模型”页面的“速度”中选择其他方式。</translation>
    </message>
    <message>
        <source>There are no parts to join.</source>
        <translation>没有可拼接的片段。</translation>
    </message>
    <message>
        <source>The graphics card did not answer within {seconds} s. Restart the machine if this stays so.</source>
        <translation>显卡在 {seconds} 秒内没有应答。若一直如此，请重启电脑。</translation>
    </message>
    <message>
        <source>The devices of this machine could not be read: {reason}</source>
        <translation>无法读取这台电脑的设备：{reason}</translation>
    </message>
    <message>
        <source>The part that draws with models is not installed. Animatic works without it.</source>
        <translation>尚未安装用模型绘制的部分。没有它，Animatic 也能工作。</translation>
    </message>
    <message>
        <source>PyTorch is installed but does not start: {reason}. Install it again.</source>
        <translation>PyTorch 已安装但无法启动：{reason}。请重新安装。</translation>
    </message>
    <message>
        <source>There is an NVIDIA card, but this PyTorch ({torch}) is the one without CUDA. Install the one with CUDA to use the card.</source>
        <translation>这里有一块 NVIDIA 显卡，但所装的 PyTorch（{torch}）不带 CUDA。要使用显卡，请安装带 CUDA 的版本。</translation>
    </message>
    <message>
        <source>The driver of the graphics card ({driver}) is too old for this PyTorch. Update the driver, then look again.</source>
        <translation>显卡驱动（{driver}）对这个 PyTorch 来说太旧。请更新驱动，然后重新查看。</translation>
    </message>
    <message>
        <source>There is a graphics card, but its driver does not answer. Install it again.</source>
        <translation>有显卡，但它的驱动没有应答。请重新安装驱动。</translation>
    </message>
    <message>
        <source>No graphics card was found. Models draw on the processor, which takes hours: use Animatic, or a small size.</source>
        <translation>没有找到显卡。模型将在处理器上绘制，要花数小时：请使用 Animatic，或选较小的尺寸。</translation>
    </message>
    <message>
        <source>The graphics card {device} was found but fails: {reason}</source>
        <translation>找到了显卡 {device}，但它出错：{reason}</translation>
    </message>
    <message>
        <source>The speed of {device} could not be measured: {reason}</source>
        <translation>无法测量 {device} 的速度：{reason}</translation>
    </message>
    <message>
        <source>Add the engine with “make gpu”, or with: pip install &apos;shotweave[gpu]&apos;. Animatic draws without it.</source>
        <translation>请用“make gpu”或 pip install &apos;shotweave[gpu]&apos; 安装引擎。没有它，Animatic 也能绘制。</translation>
    </message>
    <message>
        <source>{model} needs the engine for video models, which is not installed.</source>
        <translation>{model} 需要视频模型引擎，但尚未安装。</translation>
    </message>
    <message>
        <source>What has come is kept; the download goes on from there.</source>
        <translation>已下载的部分会保留，之后从断点继续。</translation>
    </message>
    <message>
        <source>Check the model&apos;s description, or name a folder that holds it.</source>
        <translation>请检查模型的说明文件，或指定存有它的文件夹。</translation>
    </message>
    <message>
        <source>{model} was not downloaded: HF_HUB_OFFLINE is set.</source>
        <translation>{model} 未下载：已设置 HF_HUB_OFFLINE。</translation>
    </message>
    <message>
        <source>Unset it and start again, or name a folder that holds the model.</source>
        <translation>请取消该设置后重新启动，或指定存有该模型的文件夹。</translation>
    </message>
    <message>
        <source>The owners of {repo} want you to accept their terms.</source>
        <translation>{repo} 的所有者要求先接受其条款。</translation>
    </message>
    <message>
        <source>Accept them in a browser at {page}, then say who you are: run “hf auth login”, or set HF_TOKEN and start again; and press Download.</source>
        <translation>请在浏览器中打开 {page} 接受条款，然后表明身份：运行“hf auth login”，或设置 HF_TOKEN 后重新启动；再按“下载”。</translation>
    </message>
    <message>
        <source>{server} has no {repo}, or shows it to its owners only.</source>
        <translation>{server} 上没有 {repo}，或者只对其所有者可见。</translation>
    </message>
    <message>
        <source>{repo} has no version {revision}.</source>
        <translation>{repo} 没有版本 {revision}。</translation>
    </message>
    <message>
        <source>{repo} holds no weights that can be used.</source>
        <translation>{repo} 中没有可用的权重。</translation>
    </message>
    <message>
        <source>{server} cannot be reached ({reason}).</source>
        <translation>无法连接 {server}（{reason}）。</translation>
    </message>
    <message>
        <source>Check the connection and press Resume; where it is blocked, set HF_ENDPOINT to a mirror.</source>
        <translation>请检查网络后按“继续”；若该站点无法访问，请把 HF_ENDPOINT 设为镜像地址。</translation>
    </message>
    <message>
        <source>{server} refused the download (error {code}).</source>
        <translation>{server} 拒绝了下载（错误 {code}）。</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>请稍后再试。</translation>
    </message>
    <message>
        <source>{server} does not hand out {file} of {model}, {size} GB.</source>
        <translation>{server} 不提供 {model} 的 {file}（{size} GB）。</translation>
    </message>
    <message>
        <source>Fetch it with the hub&apos;s own tool, “hf download {repo}”: it is found then.</source>
        <translation>请用该站自己的工具下载：“hf download {repo}”，之后会自动找到。</translation>
    </message>
    <message>
        <source>{file} of {model} came twice with other bytes than its checksum says.</source>
        <translation>{model} 的 {file} 两次下载都与校验和不符。</translation>
    </message>
    <message>
        <source>Try again later; if it comes back, the server has another file.</source>
        <translation>请稍后再试；若仍然如此，说明服务器上的文件不同。</translation>
    </message>
    <message>
        <source>The file was thrown away, the others are kept.</source>
        <translation>该文件已丢弃，其他文件保留。</translation>
    </message>
    <message>
        <source>{model} needs {needed} GB more on the disk of {place}, which has {free} GB left.</source>
        <translation>{model} 还需要 {needed} GB，而 {place} 所在磁盘只剩 {free} GB。</translation>
    </message>
    <message>
        <source>Free some space, or set SHOTWEAVE_HOME to a folder on another disk.</source>
        <translation>请腾出空间，或把 SHOTWEAVE_HOME 设为另一磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>{model} is being downloaded by another window already.</source>
        <translation>另一个窗口正在下载 {model}。</translation>
    </message>
    <message>
        <source>Wait until it is done, or pause it there.</source>
        <translation>请等它完成，或在那里暂停。</translation>
    </message>
    <message>
        <source>“models list” names them all.</source>
        <translation>“models list”会列出全部模型。</translation>
    </message>
    <message>
        <source>Nobody said where {model} can be downloaded.</source>
        <translation>没有说明可以从哪里下载 {model}。</translation>
    </message>
    <message>
        <source>Name a folder that holds it, or write “repo” for it.</source>
        <translation>请指定存有它的文件夹，或在说明文件中写明 repo。</translation>
    </message>
    <message>
        <source>The download ended by itself ({reason}).</source>
        <translation>下载意外终止（{reason}）。</translation>
    </message>
    <message>
        <source>Press Resume.</source>
        <translation>请按“继续”。</translation>
    </message>
    <message>
        <source>About {time} in all.</source>
        <translation>总共约 {time}。</translation>
    </message>
    <message>
        <source>At least {time} in all; of some it is not known yet.</source>
        <translation>总共至少 {time}；有些还不清楚。</translation>
    </message>
    <message>
        <source>{model} cannot be made smaller on {device}.</source>
        <translation>在 {device} 上 {model} 无法再缩小。</translation>
    </message>
    <message>
        <source>{reason} With its weights in fewer bits it would fit.</source>
        <translation>{reason} 若改用低位数权重则放得下。</translation>
    </message>
    <message>
        <source>{reason} {width} x {height} fits, or {frames} frames.</source>
        <translation>{reason} {width} x {height} 可以，或 {frames} 帧。</translation>
    </message>
    <message>
        <source>{reason} {width} x {height} fits.</source>
        <translation>{reason} {width} x {height} 可以。</translation>
    </message>
    <message>
        <source>{reason} {frames} frames fit.</source>
        <translation>{reason} {frames} 帧可以。</translation>
    </message>
    <message>
        <source>{reason} No size fits: choose another model.</source>
        <translation>{reason} 没有合适的尺寸：请换一个模型。</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation>{n} MB</translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation>{n} GB</translation>
    </message>
    <message>
        <source>About {time} on {device}.</source>
        <translation>在 {device} 上约 {time}。</translation>
    </message>
    <message>
        <source>{memory} on {device}; how long is not known yet.</source>
        <translation>在 {device} 上占用 {memory}；所需时间尚不清楚。</translation>
    </message>
    <message>
        <source>Not known yet on {device}: the first render will tell.</source>
        <translation>在 {device} 上尚不清楚：第一次渲染后便知。</translation>
    </message>
    <message>
        <source>About {time} on the processor, {memory} of memory.</source>
        <translation>在处理器上约 {time}，内存 {memory}。</translation>
    </message>
    <message>
        <source>About {time} on the processor, {memory} of memory. A smaller size is sooner done, and Animatic at once.</source>
        <translation>在处理器上约 {time}，内存 {memory}。较小的尺寸会快些，Animatic 立刻就好。</translation>
    </message>
    <message>
        <source>About {time} on {device}, {memory}.</source>
        <translation>在 {device} 上约 {time}，{memory}。</translation>
    </message>
    <message>
        <source>About {time} on {device}, {memory}: the parts of the model take turns there.</source>
        <translation>在 {device} 上约 {time}，{memory}：模型的各部分轮流占用显存。</translation>
    </message>
    <message>
        <source>About {time} on {device}, {memory}: with its weights in 8 bits.</source>
        <translation>在 {device} 上约 {time}，{memory}：权重以 8 位保存。</translation>
    </message>
    <message>
        <source>About {time} on {device}, {memory}: its weights stream in while it draws.</source>
        <translation>在 {device} 上约 {time}，{memory}：权重在绘制时流入。</translation>
    </message>
    <message>
        <source>About {time} on {device}, {memory}: with its small weights.</source>
        <translation>在 {device} 上约 {time}，{memory}：使用量化的小权重。</translation>
    </message>
    <message>
        <source>{model} needs {memory} for this shot, and {free} are free on {device}.</source>
        <translation>{model} 画这个镜头需要 {memory}，而 {device} 上空闲 {free}。</translation>
    </message>
    <message>
        <source>{model} needs {memory} of the machine&apos;s memory for this shot, and {free} are free.</source>
        <translation>{model} 画这个镜头需要 {memory} 内存，而空闲 {free}。</translation>
    </message>
    <message>
        <source>Change the size or length, or the model.</source>
        <translation>请更改尺寸、时长或模型。</translation>
    </message>
    <message>
        <source>{painter} draws the first picture, and {model} goes on from it.</source>
        <translation>{painter} 绘制首帧图片，{model} 由此继续。</translation>
    </message>
    <message>
        <source>{model} draws it in {n} parts at {rate} frames a second, each from the last frame of the one before, and they are joined.</source>
        <translation>{model} 以每秒 {rate} 帧分 {n} 段绘制，每段从上一段的末帧开始，最后拼接起来。</translation>
    </message>
    <message>
        <source>A picture of {width} x {height} is blown up and will look soft: a larger one helps.</source>
        <translation>{width} x {height} 的图片被放大后会显得模糊：换一张更大的会更好。</translation>
    </message>
    <message>
        <source>A reference picture of {width} x {height} shows little: a larger one helps.</source>
        <translation>{width} x {height} 的参考图看不清细节：换一张更大的会更好。</translation>
    </message>
    <message>
        <source>The speed could not be saved in {path}: {reason}.</source>
        <translation>无法将速度设置保存到 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{name} cannot be read.</source>
        <translation>无法读取 {name}。</translation>
    </message>
    <message>
        <source>Nothing was drawn.</source>
        <translation>什么都没有绘制。</translation>
    </message>
    <message>
        <source>Repair the file, or move it away.</source>
        <translation>请修复该文件，或将其移走。</translation>
    </message>
    <message>
        <source>Moves pictures and cards at once, without any model: a storyboard in motion.</source>
        <translation>无需任何模型，立即让图片和卡片动起来：会动的故事板。</translation>
    </message>
    <message>
        <source>Free to use, commercially too, as long as its notice goes along.</source>
        <translation>可自由使用，也可商用，但须附上其声明。</translation>
    </message>
    <message>
        <source>Free to use, commercially too, but not for the harmful purposes that the licence lists.</source>
        <translation>可自由使用，也可商用，但不得用于许可证列出的有害用途。</translation>
    </message>
    <message>
        <source>The LTX-Video Open Weights licence has rules of its own, also for commercial use: read it first.</source>
        <translation>LTX-Video Open Weights 许可证有自己的规定，商用也不例外：请先阅读。</translation>
    </message>
    <message>
        <source>The LTX-2 Community licence asks larger companies for a licence of their own: read it first.</source>
        <translation>LTX-2 Community 许可证要求较大的公司另行取得许可：请先阅读。</translation>
    </message>
    <message>
        <source>Its community licence leaves out several countries and asks larger companies for one of their own: read it first.</source>
        <translation>其社区许可证不适用于若干国家，并要求较大的公司另行取得许可：请先阅读。</translation>
    </message>
    <message>
        <source>The Stability AI Community licence asks larger companies for a licence of their own: read it first.</source>
        <translation>Stability AI Community 许可证要求较大的公司另行取得许可：请先阅读。</translation>
    </message>
    <message>
        <source>The newest revision of its repository is used: none was pinned.</source>
        <translation>使用其仓库的最新版本：未固定版本。</translation>
    </message>
    <message>
        <source>Names, sizes and checksums of its files: they were not at hand when this was written.</source>
        <translation>文件的名称、大小和校验值：编写本说明时无从得知。</translation>
    </message>
    <message>
        <source>The licence: its text was not read here; read it before you use the model commercially.</source>
        <translation>许可证：此处未读过其原文；商用前请先阅读。</translation>
    </message>
    <message>
        <source>The longest length and the largest frame are those that it is known to be trained for.</source>
        <translation>最长时长和最大画面取自已知的训练条件。</translation>
    </message>
    <message>
        <source>How many reference pictures help: the pipeline sets no bound, four is a guess on the safe side.</source>
        <translation>多少张参考图有用：管线不设上限，四张是稳妥的估计。</translation>
    </message>
    <message>
        <source>How closely it follows the camera, which it is shown as the lines of a moving room.</source>
        <translation>它跟随镜头的程度：镜头以移动房间的线条展示给它。</translation>
    </message>
    <message>
        <source>The guidance of both experts is the value commonly given for them.</source>
        <translation>两个专家的引导强度取自通行的数值。</translation>
    </message>
    <message>
        <source>How many steps it wants: the pipeline asks for a number and names none.</source>
        <translation>需要多少步：管线要求给出步数，却未说明该是多少。</translation>
    </message>
    <message>
        <source>How much of the words it reads.</source>
        <translation>它能读多少文字。</translation>
    </message>
    <message>
        <source>The licence of the motion adapter, which is a repository of its own.</source>
        <translation>运动适配器的许可证，它来自另一个仓库。</translation>
    </message>
    <message>
        <source>That three pictures are its best measure is what is commonly said of it.</source>
        <translation>三张图片效果最好，这只是通行的说法。</translation>
    </message>
    <message>
        <source>From words, on small cards.</source>
        <translation>由文字生成，适合小显存显卡。</translation>
    </message>
    <message>
        <source>Pictures anywhere, the cast, drawn paths, camera and videos to follow or edit, on small cards.</source>
        <translation>任意位置的图片、角色、手绘路径、镜头，以及可跟随或编辑的视频，适合小显存显卡。</translation>
    </message>
    <message>
        <source>From words or a first picture, 720p at 24 frames a second.</source>
        <translation>由文字或首帧图片生成，720p，每秒 24 帧。</translation>
    </message>
    <message>
        <source>From a first to a last picture, in the best quality of the Wan family.</source>
        <translation>从首帧到末帧图片，Wan 系列中质量最佳。</translation>
    </message>
    <message>
        <source>Pictures anywhere in the shot, quickly.</source>
        <translation>镜头任意位置的图片，速度快。</translation>
    </message>
    <message>
        <source>Pictures anywhere in the shot, and sound made with them.</source>
        <translation>镜头任意位置的图片，并同时生成声音。</translation>
    </message>
    <message>
        <source>Up to nine pictures of the cast, or first and last picture, and sound made with them.</source>
        <translation>最多九张角色图片，或首帧和末帧图片，并同时生成声音。</translation>
    </message>
    <message>
        <source>Lets a picture move for three seconds, on small cards.</source>
        <translation>让一张图片动三秒，适合小显存显卡。</translation>
    </message>
    <message>
        <source>From words, two to four seconds, on very small cards.</source>
        <translation>由文字生成两到四秒，适合极小显存显卡。</translation>
    </message>
    <message>
        <source>One picture out of up to three others: keyframes that keep who is in them.</source>
        <translation>由最多三张图片合成一张：保持人物一致的关键帧。</translation>
    </message>
    <message>
        <source>One picture from words, in eight steps.</source>
        <translation>由文字八步生成一张图片。</translation>
    </message>
    <message>
        <source>Enlarges the frames of any model, steadily from frame to frame.</source>
        <translation>放大任何模型的画面，帧与帧之间保持稳定。</translation>
    </message>
    <message>
        <source>How well it enlarges frames of other models: it learned from those of its own family.</source>
        <translation>它放大其他模型画面的效果如何：它是用同系列模型的画面训练的。</translation>
    </message>
    <message>
        <source>The model {model} is not on this computer.</source>
        <translation>模型 {model} 不在这台电脑上。</translation>
    </message>
    <message>
        <source>{count} files of {model} are missing: {files}.</source>
        <translation>{model} 缺少 {count} 个文件：{files}。</translation>
    </message>
    <message>
        <source>Put its files into {folder}, beside its description.</source>
        <translation>请把它的文件放进 {folder}，与说明文件放在一起。</translation>
    </message>
    <message>
        <source>Download it on the Models page, or name its folder.</source>
        <translation>请在“模型”页面下载，或指定它所在的文件夹。</translation>
    </message>
    <message>
        <source>Download it on the Models page (about {size} GB), or name the folder it lies in.</source>
        <translation>请在“模型”页面下载（约 {size} GB），或指定它所在的文件夹。</translation>
    </message>
    <message>
        <source>Download these files again on the Models page.</source>
        <translation>请在“模型”页面重新下载这些文件。</translation>
    </message>
    <message>
        <source>Check that the disk is still connected.</source>
        <translation>请检查磁盘是否仍然连接。</translation>
    </message>
    <message>
        <source>Copy these files there again from where they came.</source>
        <translation>请从原来的地方重新复制这些文件。</translation>
    </message>
    <message>
        <source>The files of {model} cannot be read: {file}.</source>
        <translation>无法读取 {model} 的文件：{file}。</translation>
    </message>
    <message>
        <source>A file of {model} has another length: {file}.</source>
        <translation>{model} 的一个文件长度不符：{file}。</translation>
    </message>
    <message>
        <source>A file of {model} is cut short or damaged: {file}.</source>
        <translation>{model} 的一个文件不完整或已损坏：{file}。</translation>
    </message>
    <message>
        <source>The parts of {model} lie apart and cannot be joined.</source>
        <translation>{model} 的各个部分分散存放，无法合并使用。</translation>
    </message>
    <message>
        <source>Download it on the Models page: that puts them together.</source>
        <translation>请在“模型”页面下载：这样会把它们放在一起。</translation>
    </message>
    <message>
        <source>There is no attention {name}.</source>
        <translation>没有名为 {name} 的注意力实现。</translation>
    </message>
    <message>
        <source>Known are: auto, {names}.</source>
        <translation>可用的有：auto、{names}。</translation>
    </message>
    <message>
        <source>“{shot}” came back from the device that was drawing it: another one begins it anew, or it waits for one.</source>
        <translation>“{shot}”已从绘制它的设备退回：由另一台设备重新开始，或等待设备。</translation>
    </message>
    <message>
        <source>{n} shots cannot be rendered as they are. The first of them: {reason}</source>
        <translation>有 {n} 个镜头无法按现状渲染。第一个：{reason}</translation>
    </message>
    <message>
        <source>There is no clip to draw between.</source>
        <translation>没有可以补帧的片段。</translation>
    </message>
    <message>
        <source>{model} enlarges its frames to {width} x {height}.</source>
        <translation>{model} 把画面放大到 {width} x {height}。</translation>
    </message>
    <message>
        <source>{model} draws {rate} frames a second; the frames in between are drawn from the movement, up to the {wanted} of the film.</source>
        <translation>{model} 每秒画 {rate} 帧；中间的帧按运动补画，直到影片的每秒 {wanted} 帧。</translation>
    </message>
    <message>
        <source>{model}, which was to enlarge the frames, is not known here: the player does.</source>
        <translation>这里没有用来放大画面的 {model}：由播放器放大。</translation>
    </message>
    <message>
        <source>The player enlarges the frames: {reason}</source>
        <translation>由播放器放大画面：{reason}</translation>
    </message>
    <message>
        <source>The frames are nearly as large as the film: {model} is not needed.</source>
        <translation>画面已接近影片大小：不需要 {model}。</translation>
    </message>
    <message>
        <source>weights in 8 bits</source>
        <translation>8 位权重</translation>
    </message>
    <message>
        <source>small weights</source>
        <translation>小体积权重</translation>
    </message>
    <message>
        <source>weights in fewer bits</source>
        <translation>低位数权重</translation>
    </message>
    <message>
        <source>Nothing was opened. It was not found elsewhere on this network either.</source>
        <translation>什么都没有打开。在本网络的其他地方也没有找到它。</translation>
    </message>
    <message>
        <source>Another computer is at {place} now. Looking for the room on this network…</source>
        <translation>{place} 现在是另一台电脑。正在本网络中寻找该房间…</translation>
    </message>
    <message>
        <source>The room does not answer at {place}. Looking for it on this network…</source>
        <translation>{place} 处的房间没有应答。正在本网络中寻找它…</translation>
    </message>
    <message>
        <source>Nobody is here now who could let you edit this board.</source>
        <translation>现在没有能让你编辑这块画板的人在场。</translation>
    </message>
    <message>
        <source>{name} is asked whether you may edit.</source>
        <translation>已询问 {name} 你能否编辑。</translation>
    </message>
    <message>
        <source>{name} asks to edit this board.</source>
        <translation>{name} 请求编辑这块画板。</translation>
    </message>
    <message>
        <source>“{name}” plays as soon as it has come from the room.</source>
        <translation>“{name}”从房间传到后就会播放。</translation>
    </message>
</context>
</TS>
